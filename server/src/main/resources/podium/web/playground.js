// The form: what is asked of which model, and what came of it.

import { call, read, Refused, timings } from "./api.js";
import { comparison } from "./compare.js";
import { documents as readDocuments, setDocuments } from "./documents.js";
import { button, byId, el } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { isModel } from "./models.js";
import { Unreadable } from "./parse.js";
import { ranking, summary } from "./ranking.js";
import { forPage, request } from "./request.js";
import { showUsage } from "./usage.js";

let models = [];
let running = null;

/** What is wrong with the form, and where. */
class Incomplete extends Error {
  constructor(message, field) {
    super(message);
    this.field = field;
  }
}

/** Fills the lists of models; what cannot be used is left out. */
export async function loadModels() {
  try {
    const { data } = await read("v1/models");
    models = data.filter(isModel);
    const byDefault = models.find((model) => model.default) ?? models[0];
    choose(byId("model"), models, byDefault?.id);
    choose(byId("other"), models, "");
    byId("other").prepend(el("option", { value: "", selected: true }, "no other"));
    describeModel();
  } catch (error) {
    show(error);
  }
}

function choose(select, from, id) {
  const chosen = from.some((model) => model.id === select.value) ? select.value : id;
  select.replaceChildren(
    ...from.map((model) => el("option", { value: model.id, selected: model.id === chosen }, model.id)),
  );
}

const chosenModels = () =>
  [byId("model").value, byId("other").value].filter(Boolean).map((id) => models.find((model) => model.id === id) ?? { id });

function describeModel() {
  const chosen = chosenModels();
  byId("model-note").textContent = chosen[0]?.note ? `${chosen[0].id} is ${chosen[0].note}.` : "";
  byId("instruction-row").hidden = !chosen.some((model) => model.instruction);
}

/** The options that differ from what the server does by itself. */
function options() {
  const number = (id) => (byId(id).value === "" ? undefined : Number(byId(id).value));
  const windows = number("windows");
  const set = {
    top_n: number("top"),
    max_chunks_per_doc: windows > 1 ? windows : undefined,
    max_tokens_per_doc: number("tokens"),
    instruction: byId("instruction-row").hidden ? undefined : byId("instruction").value.trim() || undefined,
    raw_scores: byId("raw").checked || undefined,
  };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

/** What the form says, or what is missing. */
function formed() {
  const query = byId("query").value;
  if (query.trim() === "") {
    throw new Incomplete("Write a query first.", byId("query"));
  }
  const invalid = byId("rank-form").querySelector("input:invalid");
  if (invalid) {
    throw new Incomplete(`${invalid.labels[0].textContent.trim()}: ${invalid.validationMessage}`, invalid);
  }
  const documents = readDocuments();
  if (documents.length === 0) {
    throw new Incomplete("Paste, drop or add some documents first.", byId("pasted"));
  }
  return { query, documents, options: options() };
}

async function ask(model, form, signal) {
  const body = forPage(request({ model: model.id, ...form }));
  const began = performance.now();
  const response = await call("v1/rerank", { body, signal });
  const answer = await response.json();
  return { answer, timing: timings(response), took: performance.now() - began };
}

async function rank() {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  clear();
  try {
    const form = formed();
    busy(true);
    const chosen = chosenModels();
    const runs = [];
    for (const model of chosen) {
      runs.push(await ask(model, form, controller.signal)); // one after the other, so that neither slows the other down
    }
    showRuns(runs, form);
    showUsage(request({ model: chosen[0].id, ...form }));
  } catch (error) {
    if (error.name !== "AbortError") {
      show(error);
    }
  } finally {
    if (running === controller) {
      running = null;
      busy(false);
    }
  }
}

function showRuns(runs, { documents, options: chosen }) {
  const context = {
    documents,
    windows: chosen.max_chunks_per_doc ?? 1,
    raw: chosen.raw_scores === true,
    readInWindows: () => {
      byId("windows").value = "8";
      byId("options").open = true;
      rank();
    },
  };
  byId("rank").classList.toggle("comparing", runs.length > 1);
  byId("summary").textContent = summary(runs, documents);
  byId("outcome").replaceChildren(runs.length > 1 ? comparison(runs[0], runs[1], context) : ranking(runs[0], context));
}

function clear() {
  byId("problem").replaceChildren();
  byId("summary").textContent = "";
  byId("rank-form").querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
}

function busy(is) {
  byId("outcome").setAttribute("aria-busy", is);
  byId("stop").hidden = !is;
  document.body.classList.toggle("busy", is);
  if (is) {
    const loading = chosenModels().some((model) => model.loaded === false);
    byId("summary").textContent = loading ? "Loading the model, which may take a while the first time …" : "Ranking …";
  } else {
    models.forEach((model) => delete model.loaded);
  }
}

/** Shows what went wrong, with what is known of it. */
function show(error) {
  byId("outcome").replaceChildren();
  byId("rank").classList.remove("comparing");
  byId("summary").textContent = "";
  showUsage(null);
  const [title, hint] = explained(error);
  byId("problem").replaceChildren(
    el("h3", null, title),
    el("p", { dir: "auto" }, error.message),
    ...(hint ? [el("p", { class: "hint" }, hint)] : []),
  );
  if (error.field) {
    error.field.setAttribute("aria-invalid", "true");
    error.field.focus();
  }
}

function explained(error) {
  if (error instanceof Incomplete) {
    return ["Something is missing", ""];
  }
  if (error instanceof Unreadable) {
    return ["The documents cannot be read", ""];
  }
  if (!(error instanceof Refused)) {
    console.error(error);
    return ["This page has a fault", "Please report it, with what the browser’s console says."];
  }
  if (error.status === 0) {
    return ["No answer", ""];
  }
  const wait = error.retryAfter ? `Try again in ${error.retryAfter} s. ` : "";
  const title = error.status < 500 ? "The server refused the request" : "The server cannot answer now";
  return [title, `${wait}Status ${error.status}${error.code ? `, ${error.code}` : ""}${error.id ? `, request ${error.id}` : ""}`];
}

function load(example) {
  byId("query").value = example.query;
  byId("windows").value = example.windows ?? "";
  byId("options").open = Boolean(example.windows);
  setDocuments(example.text, example.format);
  rank();
}

export function startPlayground() {
  const form = byId("rank-form");
  byId("examples").append(...EXAMPLES.map((example) => button(example.name, () => load(example), { class: "chip" })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    rank();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      rank();
    }
  });
  byId("model").addEventListener("change", describeModel);
  byId("other").addEventListener("change", describeModel);
  byId("stop").addEventListener("click", () => {
    running?.abort();
    byId("summary").textContent = "Stopped.";
  });
}
