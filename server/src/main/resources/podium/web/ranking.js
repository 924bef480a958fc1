// The answer to one request: how long it took, what to know of it, and the documents in their new order.

import { button, el, facts } from "./dom.js";
import { reading } from "./excerpt.js";
import { count, millis, whole } from "./format.js";
import { result } from "./result.js";

/** So many at a time. */
const PAGE = 50;

/** What was read of the document of an entry; null of an image without text. */
export function readingOf(entry, document, windows) {
  return document.text === undefined ? null : reading(document.text, entry, windows);
}

/** Where the time went, and what was computed. */
export function measures({ answer, timing, took }) {
  return facts([
    ["Waiting", timing.queue === undefined ? null : millis(timing.queue)],
    ["Tokenizing", timing.tokenize === undefined ? null : millis(timing.tokenize)],
    ["Computing", timing.compute === undefined ? null : millis(timing.compute)],
    ["Round trip", millis(took)],
    ["Tokens", whole(answer.usage.prompt_tokens)],
  ]);
}

/** What the server wants to be known. */
export function warnings({ answer }, addition) {
  const sentences = answer.meta.warnings ?? [];
  return sentences.length === 0 ? null : el("div", { class: "warning" }, el("ul", null, sentences.map((line) => el("li", null, line))), addition);
}

/** What was done, in one sentence. */
export const summary = (runs, documents) =>
  `${count(documents.length, "document")} ranked ${runs.map(({ answer, took }) => `by ${answer.model} in ${millis(took)}`).join(" and ")}.`;

/** The whole of it. */
export function ranking(run, { documents, windows, raw, readInWindows }) {
  const offer = windows === 1 && run.answer.results.some((entry) => entry.truncated);
  const list = el("ol", { class: "results", role: "list" });
  const more = button("", () => show(), { class: "secondary more-results" });
  const { results } = run.answer;
  const show = () => {
    const start = list.children.length;
    results.slice(start, start + PAGE).forEach((entry, i) => {
      const document = documents[entry.index];
      list.append(result({ place: start + i, entry, document, read: readingOf(entry, document, windows), raw }));
    });
    const left = results.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${whole(Math.min(left, PAGE))} more of ${whole(left)}`;
  };
  show();
  return el(
    "div",
    null,
    measures(run),
    warnings(run, offer ? button("Read long documents in windows", readInWindows, { class: "secondary" }) : null),
    list,
    more,
  );
}
