// One document of a ranking.

import { button, el, heard, seen } from "./dom.js";
import { closed, hasMore, opened } from "./excerpt.js";
import { beginning, score, visible } from "./format.js";

/** So much of a record besides its text. */
const ABOUT = 120;

/**
 * How far a document came.
 *
 * @param from its place in another order, from 0
 * @param to its place in this one
 * @param other names the other order, as in "place 3 in your order"
 */
export function movement(from, to, other) {
  const distance = Math.abs(from - to);
  const where = `place ${from + 1} ${other}`;
  if (distance === 0) {
    return el("span", { class: "move", title: where }, seen("–"), heard(`, ${where} too`));
  }
  const [sign, word] = from > to ? ["▲", "up"] : ["▼", "down"];
  return el(
    "span",
    { class: `move ${word}`, title: where },
    seen(sign + distance),
    heard(`, ${word} ${distance} from ${where}`),
  );
}

/** A score in numbers and as a bar. */
export function scoreBar(value, raw) {
  const share = raw ? 1 / (1 + Math.exp(-value)) : value;
  const fill = el("span", { class: "fill" });
  fill.style.inlineSize = `${(100 * share).toFixed(2)}%`;
  return el(
    "div",
    { class: "score" },
    heard("Score "),
    el("span", { class: "number" }, score(value)),
    el("span", { class: "bar", "aria-hidden": "true" }, fill),
  );
}

/** What a record has besides its text. */
export function about(fields) {
  const entries = Object.entries(fields);
  if (entries.length === 0) {
    return null;
  }
  const value = (it) => beginning(visible(typeof it === "string" ? it : JSON.stringify(it)), ABOUT);
  return el(
    "dl",
    { class: "about" },
    entries.map(([name, it]) => el("div", null, el("dt", null, visible(name)), el("dd", { dir: "auto" }, value(it)))),
  );
}

/** The picture of a document that is one. */
export const picture = (image, name) =>
  image?.startsWith("data:image/") ? el("img", { src: image, alt: name ?? "image", class: "picture" }) : null;

/** Its text, which opens and closes if there is more of it than is shown. */
export function textOf(read) {
  const paragraph = el("p", { class: "text", dir: "auto" }, closed(read));
  if (!hasMore(read)) {
    return [paragraph];
  }
  let open = false;
  const toggle = button(
    "Show all",
    () => {
      open = !open;
      paragraph.replaceChildren(...(open ? opened(read) : closed(read)));
      paragraph.classList.toggle("open", open);
      toggle.textContent = open ? "Show less" : "Show all";
      toggle.setAttribute("aria-expanded", open);
    },
    { class: "quiet", "aria-expanded": "false" },
  );
  return [paragraph, toggle];
}

/** A line of the list. */
export function result({ place, entry, document, read, raw }) {
  const note = read?.note ? el("p", { class: `note ${read.kind}` }, read.note) : null;
  return el(
    "li",
    { class: "result" },
    el(
      "div",
      { class: "place" },
      heard("Place "),
      el("span", { class: "rank" }, String(place + 1)),
      movement(entry.index, place, "in your order"),
    ),
    el("div", { class: "what" }, picture(document.image, document.name), read ? textOf(read) : [], note, about(document.about)),
    scoreBar(entry.relevance_score, raw),
  );
}
