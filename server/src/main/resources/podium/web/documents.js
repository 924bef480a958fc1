// The documents to rank: what is in the text field, and files.

import { button, byId, el } from "./dom.js";
import { count } from "./format.js";
import { parse, Unreadable } from "./parse.js";

const NAMES = {
  lines: "one a line",
  paragraphs: "parted by blank lines",
  json: "JSON",
  jsonl: "JSON, one a line",
  csv: "CSV",
};

/** So long a name of a column is shown. */
const COLUMN = 40;

/** Longer texts, in characters, are kept beside the field: a browser takes seconds to lay out a million in one. */
const FIELD = 200_000;

let files = [];
let pasted = {};

/** All documents: those of the text field, then those of the files. Throws Unreadable, with where it is. */
export function documents() {
  return [pasted, ...files].flatMap((source) => {
    if (source.problem) {
      throw new Unreadable(source.name ? `${source.name}: ${source.problem}` : source.problem);
    }
    return source.documents;
  });
}

/** Puts a text into the field, in place of all that was there. */
export function setDocuments(text, format = "auto") {
  files = [];
  byId("format").value = format;
  byId("pasted").value = fitsField(text) ? text : "";
  readPasted();
  if (fitsField(text)) {
    show();
  } else {
    addText(text);
  }
}

/** Whether a text may go into the field. */
export const fitsField = (text) => text.length <= FIELD;

/** Adds a text that is too long for the field. */
export const addText = (text) => add([parsed({ name: "Long text", text, wanted: { format: byId("format").value } })]);

/** Adds files. */
export const addFiles = async (added) => add(await Promise.all([...added].map(fileSource)));

/** Adds documents that are not in the field, and says what came of it. */
function add(sources) {
  files.push(...sources);
  show();
  byId("files-said").textContent = sources
    .map(({ name, problem, documents: found }) => `${name}: ${problem ?? `${count(found.length, "document")} added`}.`)
    .join(" ");
}

async function fileSource(file) {
  const source = { name: file.name || "file" };
  try {
    if (file.type.startsWith("image/")) {
      const image = await dataUri(file);
      return { ...source, columns: [], kind: "image", image, documents: [{ image, name: source.name, about: {} }] };
    }
    return parsed({ ...source, text: decode(await file.arrayBuffer()) });
  } catch (error) {
    return { ...source, problem: error.message, columns: [], documents: [] };
  }
}

function dataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Unreadable("it cannot be read"));
    reader.readAsDataURL(file);
  });
}

function decode(buffer) {
  const [first, second] = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength));
  const utf16 = { "255,254": "utf-16le", "254,255": "utf-16be" }[`${first},${second}`];
  try {
    return new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(buffer);
  } catch {
    throw new Unreadable("it is no text in UTF-8");
  }
}

function parsed(source) {
  try {
    return { ...source, problem: undefined, ...parse(source.text, source.wanted, source.name) };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { ...source, problem: error.message, columns: [], documents: [] };
    }
    throw error;
  }
}

function readPasted() {
  pasted = parsed({
    text: byId("pasted").value,
    wanted: { format: byId("format").value, column: pasted.wanted?.column },
  });
}

/** What a source is read as, and a choice where there is one. */
function description(source, choose) {
  const what = el("span", { class: "what" }, source.kind === "image" ? "an image" : wordsFor(source));
  if (source.columns.length < 2 || source.problem) {
    return [what];
  }
  const select = el(
    "select",
    { "aria-label": `Column with the text${source.name ? ` of ${source.name}` : ""}` },
    source.columns.map((column) =>
      el("option", { value: column, selected: column === source.column }, column.slice(0, COLUMN)),
    ),
  );
  select.addEventListener("change", () => choose(select.value));
  return [what, el("label", { class: "column" }, "text in ", select)];
}

function wordsFor({ documents: found, format, problem, text }) {
  if (problem) {
    return problem;
  }
  return text?.trim() === "" ? "" : `${count(found.length, "document")}, ${NAMES[format]}`;
}

function fileItem(source) {
  const remove = button("Remove", () => {
    files = files.filter((other) => other !== source);
    show();
    byId("add-files").focus();
  });
  remove.setAttribute("aria-label", `Remove ${source.name}`);
  const picture = source.image ? el("img", { src: source.image, alt: "" }) : null;
  const choose = (column) => {
    files = files.map((other) => (other === source ? parsed({ ...source, wanted: { ...source.wanted, column } }) : other));
    show();
  };
  return el(
    "li",
    { class: source.problem ? "bad" : false },
    picture,
    el("bdi", { class: "name" }, source.name),
    ...description(source, choose),
    remove,
  );
}

function show() {
  byId("files").replaceChildren(...files.map(fileItem));
  byId("count").replaceChildren(
    ...description(pasted, (column) => {
      pasted = parsed({ ...pasted, wanted: { ...pasted.wanted, column } });
      show();
    }),
  );
  byId("count").classList.toggle("bad", Boolean(pasted.problem));
}

/** Wires the field, the buttons and the file chooser. */
export function startDocuments() {
  const field = byId("pasted");
  const chooser = byId("chooser");
  const refresh = () => {
    readPasted();
    show();
  };
  field.addEventListener("input", refresh);
  byId("format").addEventListener("change", refresh);
  byId("add-files").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", async () => {
    await addFiles(chooser.files);
    chooser.value = "";
  });
  byId("clear").addEventListener("click", () => {
    setDocuments("");
    field.focus();
  });
  refresh();
}
