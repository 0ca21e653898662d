// Open the page: the only file that does something when it is read.
import { setTexts } from "./axes.js";
import { take } from "./controls.js";
import { openPage } from "./lab.js";
import { decodeBytes } from "./pool.js";

/** Unpack the data of the page: JSON, packed with gzip and written in base64. */
async function unpackLab(packed) {
  const stream = new Blob([decodeBytes(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Show what keeps the page from working. */
function showFault(error) {
  take("message").hidden = false;
  take("message").textContent = String(error?.message ?? error);
}

unpackLab(take("lab_data").textContent.trim())
  .then((lab) => {
    setTexts(lab.texts);
    lab.columns = lab.columns.map((values) => Float64Array.from(values));
    return openPage(lab, `${take("lab_engine").textContent}\nstartWorker(self);`, showFault);
  })
  .catch(showFault);
