"""Exports for R: a script that reads the rows, types and labels; from Parquet with arrow, else CSV."""

import json
from pathlib import Path

from ...model.text import escape_controls
from .codebook import TEXT
from .extract import Extract

CLASSES = {TEXT: "character"}
"""R's class of a column by its type; all others are numeric, for R's integers have 32 bits."""

SCRIPT = """\
# {title}.
# Makes the data frame {name}: source({file_text}) in R.
# It reads {parquet} where the package arrow is installed, else {csv}; both hold the same rows.

here <- tryCatch(dirname(sys.frame(1)$ofile), error = function(e) {{
  script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
  if (length(script)) dirname(script[1]) else "."
}})

classes <- c(
{classes}
)
if (requireNamespace("arrow", quietly = TRUE)) {{
  {name} <- as.data.frame(arrow::read_parquet(file.path(here, {parquet_text})))
}} else {{
  {name} <- read.csv(file.path(here, {csv_text}), colClasses = classes, check.names = FALSE,
    na.strings = "", encoding = "UTF-8")
}}
for (column in names(classes)) {{
  convert <- if (classes[[column]] == "character") as.character else as.numeric
  {name}[[column]] <- convert({name}[[column]])
}}

# labels and units, as the packages haven and labelled keep them; {codebook} has more
codebook <- read.csv(file.path(here, {codebook_text}), colClasses = "character", encoding = "UTF-8")
for (k in seq_len(nrow(codebook))) {{
  attr({name}[[codebook$variable[k]]], "label") <- codebook$meaning[k]
  attr({name}[[codebook$variable[k]]], "units") <- codebook$unit[k]
}}
"""


def write_r_script(extract: Extract, stem: str, path: Path) -> None:
    """Write a script that reads an export from the files beside it, whose names begin with ``stem``."""
    columns = [f"  {quote(v.name)} = {quote(CLASSES.get(v.type, 'numeric'))}" for v in extract.codebook]
    files = {"file": f"{stem}.R", "parquet": f"{stem}.parquet", "csv": f"{stem}.csv"}
    files["codebook"] = f"{stem}-codebook.csv"
    quoted = {f"{name}_text": quote(file) for name, file in files.items()}
    # a line break in a name must not end a comment
    comments = {
        name: escape_controls(" ".join(text.split()))
        for name, text in {"title": extract.title, **files}.items()
    }
    text = SCRIPT.format(name=extract.name, classes=",\n".join(columns), **comments, **quoted)
    path.write_text(text, encoding="utf-8")


def quote(text: str) -> str:
    """Return a text as R writes it; JSON escapes quotes, backslashes and controls in the same way."""
    return json.dumps(text, ensure_ascii=False)
