// Which part of a document is shown, and what is said about it.

import { el, heard } from "./dom.js";
import { beginning, visible, whole } from "./format.js";

/** Of a document that is not opened: a little more than fits into its lines. */
const CLOSED = 600;

/** Of one that is, and so much at either side of what was read. */
const OPEN = 20_000;
const AROUND = 5000;

/** Where the character number `count` of `text` begins, in UTF-16 units as JavaScript counts. */
function position(text, count) {
  let at = 0;
  for (let i = 0; i < count && at < text.length; i++) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}

/**
 * What was read of a document.
 *
 * @param result the server's, with details or without
 * @param windows how many were allowed
 * @returns {{ text, start, end, kind, note }} kind: "all", "window" or "cut"
 */
export function reading(text, result, windows) {
  const best = result.best_window;
  if (!best) {
    return { text, start: 0, end: text.length, kind: "all", note: result.truncated ? "was cut" : "" };
  }
  const start = position(text, best.start);
  const end = position(text, best.end);
  if (start === 0 && end === text.length) {
    return { text, start, end, kind: "all", note: result.truncated ? "the query was cut" : "" };
  }
  const kind = windows > 1 ? "window" : "cut";
  return { text, start, end, kind, note: note(kind, best, text, result.truncated) };
}

function note(kind, best, text, truncated) {
  const all = whole([...text].length);
  if (kind === "cut") {
    return `cut: ${whole(best.end - best.start)} of ${all} characters were read`;
  }
  const where = `best window: characters ${whole(best.start + 1)} to ${whole(best.end)} of ${all}`;
  return truncated ? `${where}; not all of it was read` : where;
}

/** Whether a document has more to show than it does when it is not opened. */
export const hasMore = ({ text, kind }) => kind !== "all" || text.length > 240 || text.split("\n", 4).length > 3;

/** The nodes of a document that is not opened: of what was read, the beginning. */
export function closed({ text, start, end }) {
  const part = beginning(text.slice(start, end), CLOSED);
  const before = start > 0 ? "… " : "";
  const after = start + part.length < text.length ? " …" : "";
  return [before + visible(part.trim() === "" ? part : part.trim()) + after];
}

/** The nodes of an opened one: all, with what was read standing out. */
export function opened({ text, start, end, kind }) {
  if (kind === "all") {
    return [visible(beginning(text, OPEN)), ...more(text.length - OPEN)];
  }
  const from = Math.max(0, start - AROUND);
  const before = visible(text.slice(from, start));
  const read = visible(beginning(text.slice(start, end), OPEN));
  const after = visible(beginning(text.slice(end), AROUND));
  const rest = more(end - start - OPEN);
  return kind === "window"
    ? [...more(from), before, heard(" Best window: "), el("mark", null, read), ...rest, heard(" End of the best window. "), after, ...more(text.length - end - AROUND)]
    : [...more(from), unread(before), read, ...rest, unread(after), ...more(text.length - end - AROUND)];
}

/** What was cut off, at either end. */
const unread = (text) => (text === "" ? "" : el("span", { class: "unread" }, el("span", { class: "cut-here" }, "not read:"), ` ${text.trim()}`));

const more = (characters) =>
  characters > 0 ? [el("span", { class: "more" }, ` (${whole(characters)} more characters) `)] : [];
