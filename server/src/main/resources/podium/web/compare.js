// Two rankings of the same documents side by side, with a line from each document to itself.

import { el, facts, svg } from "./dom.js";
import { beginning, millis, visible, whole } from "./format.js";
import { readingOf } from "./ranking.js";
import { movement, picture, scoreBar } from "./result.js";

/** So many are drawn. */
const MOST = 100;
const TEXT = 200;
const WIDTH = 72;

const placesOf = (results) => new Map(results.map((entry, place) => [entry.index, place]));

/**
 * Kendall's τ-a of two orders of the same documents: 1 the same, 0 unrelated, −1 reversed.
 *
 * @param places for each document in the order of the first ranking its place in the second
 */
export function kendall(places) {
  const n = places.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      sum += Math.sign(places[j] - places[i]);
    }
  }
  return n < 2 ? 1 : (2 * sum) / (n * (n - 1));
}

function agreement(first, second, secondPlaces) {
  const common = first.map((entry) => secondPlaces.get(entry.index)).filter((place) => place !== undefined);
  const few = Math.min(5, first.length);
  const shared = first.slice(0, few).filter((entry) => (secondPlaces.get(entry.index) ?? few) < few).length;
  return facts([
    ["Same first", first[0].index === second[0].index ? "yes" : "no"],
    [`Of the first ${few} in both`, whole(shared)],
    ["Agreement of order (Kendall’s τ)", kendall(common.slice(0, 2000)).toFixed(2)],
  ]);
}

function card({ entry, place, document, read, otherPlace, otherModel, raw }) {
  const text = read ? beginning(visible(read.text.slice(read.start, read.end).trim()), TEXT) : (document.name ?? "image");
  const item = el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "place" },
      el("span", { class: "rank" }, String(place + 1)),
      otherPlace === undefined ? null : movement(otherPlace, place, `with ${otherModel}`),
    ),
    el("div", { class: "what" }, picture(document.image, document.name), el("p", { class: "text", dir: "auto" }, text)),
    scoreBar(entry.relevance_score, raw),
  );
  item.dataset.document = entry.index;
  return item;
}

function side(run, other, { documents, windows, raw }) {
  const places = placesOf(other.answer.results);
  return el(
    "section",
    { class: "side", "aria-label": `Ranking by ${run.answer.model}` },
    el("h3", null, el("bdi", null, run.answer.model), el("span", { class: "took" }, `${millis(run.took)}, ${whole(run.answer.usage.prompt_tokens)} tokens`)),
    el(
      "ol",
      { role: "list" },
      run.answer.results.slice(0, MOST).map((entry, place) => {
        const document = documents[entry.index];
        const read = readingOf(entry, document, windows);
        return card({ entry, place, document, read, raw, otherPlace: places.get(entry.index), otherModel: other.answer.model });
      }),
    ),
  );
}

/** Draws the lines between the cards of `left` and `right` anew. */
function draw(lines, left, right) {
  const top = lines.getBoundingClientRect().top;
  const middle = (card) => {
    const box = card.getBoundingClientRect();
    return box.top + box.height / 2 - top;
  };
  const ends = new Map([...right.querySelectorAll(".card")].map((card) => [card.dataset.document, card]));
  const cards = [...left.querySelectorAll(".card")];
  lines.replaceChildren(
    ...cards
      .filter((card) => ends.has(card.dataset.document))
      .map((card) => {
        const from = middle(card);
        const to = middle(ends.get(card.dataset.document));
        const half = WIDTH / 2;
        const path = svg("path", { d: `M0 ${from}C${half} ${from} ${half} ${to} ${WIDTH} ${to}`, class: from === to ? "same" : "moved" });
        path.dataset.document = card.dataset.document;
        return path;
      }),
  );
}

/** Shows which belong together under the pointer. */
function highlight(root) {
  root.addEventListener("pointerover", (event) => {
    const index = event.target.closest?.("[data-document]")?.dataset.document;
    for (const part of root.querySelectorAll("[data-document]")) {
      part.classList.toggle("lit", part.dataset.document === index);
    }
    root.classList.toggle("dimmed", index !== undefined);
  });
  root.addEventListener("pointerleave", () => {
    root.classList.remove("dimmed");
    root.querySelectorAll(".lit").forEach((part) => part.classList.remove("lit"));
  });
}

/** The whole of it. */
export function comparison(first, second, context) {
  const left = side(first, second, context);
  const right = side(second, first, context);
  const lines = svg("svg", { class: "lines", "aria-hidden": "true", width: WIDTH });
  const sides = el("div", { class: "sides" }, left, lines, right);
  new ResizeObserver(() => draw(lines, left, right)).observe(sides);
  highlight(sides);
  const results = first.answer.results;
  const leftOut = Math.max(results.length, second.answer.results.length) - MOST;
  return el(
    "div",
    null,
    agreement(results, second.answer.results, placesOf(second.answer.results)),
    sides,
    leftOut > 0 ? el("p", { class: "hint" }, `The first ${MOST} of each are shown.`) : null,
  );
}
