"""The scripts of the page: all are joined, in an order in which each stands behind what it needs."""

import re
from importlib.resources import files
from itertools import chain

import pytest

from hedgesim.analysis.page import assets
from hedgesim.analysis.page.assets import PAGE, WORKER, check_inline, join_assets, order_modules, read_asset
from hedgesim.analysis.page.texts import list_texts, read_texts
from hedgesim.analysis.verdicts.comparison import SENTENCES
from hedgesim.analysis.verdicts.doubts import CLAUSES

NAMES = re.compile(r"^(?:async )?(?:function\*?|const|let|class) ([\w$]+|{.*?}|\[.*?\])", re.MULTILINE)
"""What a script declares at its top."""


def test_every_script_is_in_the_page_once() -> None:
    engine = order_modules(WORKER)
    everything = [*engine, *order_modules(PAGE, engine)]
    folder = files("hedgesim.analysis.page").joinpath("assets")
    assert sorted(everything) == sorted(f.name for f in folder.iterdir() if f.name.endswith(".js"))
    assert everything[-1] == PAGE


def test_a_module_stands_behind_what_it_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "main.js": 'import { b } from "./b.js";\nimport { a } from "./a.js";\nb(a);\n',
        "a.js": "export const a = 1;\n",
        "b.js": 'import { a } from "./a.js";\nimport { c } from "./c.js";\nexport function b() {}\n',
        "c.js": 'import { b } from "./b.js";\nexport class C {}\n',  # a circle of functions is allowed
    }
    monkeypatch.setattr(assets, "read_asset", texts.__getitem__)
    assert order_modules("main.js") == ["a.js", "c.js", "b.js", "main.js"]
    assert order_modules("main.js", ["a.js"]) == ["c.js", "b.js", "main.js"]
    assert join_assets(["a.js", "b.js"]) == "const a = 1;\nfunction b() {}"


def test_joined_scripts_are_no_modules_and_share_no_name() -> None:
    engine = order_modules(WORKER)
    text = join_assets([*engine, *order_modules(PAGE, engine)])
    assert re.findall(r"^(?:import|export)\b.*", text, re.MULTILINE) == []
    names = NAMES.findall(text)
    assert len(names) > 100
    assert sorted({n for n in names if names.count(n) > 1}) == []


@pytest.mark.parametrize("text", ["'</script>'", "/* </STYLE> */", "x<!--y"])
def test_an_asset_that_would_end_its_script_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ends a script or style"):
        check_inline(text)
    assert check_inline("a < b /* script */") == "a < b /* script */"


def test_the_words_of_the_verdict_are_those_of_the_commands() -> None:
    texts = read_texts()
    for name, text in chain(SENTENCES.items(), CLAUSES.items()):
        assert texts[f"verdict.{name}"] == text
    assert dict(list_texts({"a": {"b": "c", "d": {"e": "f"}}, "g": "h"})) == {
        "a.b": "c",
        "a.d.e": "f",
        "g": "h",
    }


def test_every_text_that_the_page_asks_for_is_there_and_no_other() -> None:
    known = {key for key in read_texts() if not key.startswith("verdict.")}
    scripts = "\n".join(read_asset(name) for name in [*order_modules(WORKER), *order_modules(PAGE)])
    shell = "\n".join(map(read_asset, ("shell.html.jinja", "lab.html.jinja")))
    called = {*re.findall(r'\btext\("([\w.]+)"', scripts), *re.findall(r'texts\["([\w.]+)"\]', shell)}
    assert sorted(called - read_texts().keys()) == []
    spelled = {*re.findall(r'"([a-z]\w*\.\w+)"', scripts + shell)}
    sections = {*re.findall(r"`([a-z]\w*)\.\$\{", scripts), *re.findall(r'texts\["(\w+)\." ~', shell)}
    assert sorted(k for k in known - called - spelled if k.partition(".")[0] not in sections) == []
