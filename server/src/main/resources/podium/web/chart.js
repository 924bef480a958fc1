// A line of the last few minutes, drawn by hand.

import { el, svg } from "./dom.js";
import { bytes, millis, short } from "./format.js";
import { SPAN } from "./history.js";

const WIDTH = 300;
const HEIGHT = 64;

const shown = (value, unit) => {
  if (value === null || value === undefined) {
    return "–";
  }
  return unit === "bytes" ? bytes(value) : unit === "seconds" ? millis(1000 * value) : short(value);
};

/** The largest number that is drawn: a round one, at least as large as every value. */
export function ceiling(values) {
  const most = Math.max(0, ...values);
  if (most === 0) {
    return 1;
  }
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((factor) => factor * step).find((round) => round >= most);
}

/** Runs of points without a gap, in the coordinates of the picture. */
function runs(points, top) {
  const now = points.at(-1)?.at;
  const found = [[]];
  for (const { at, value } of points) {
    if (value === null) {
      found.push([]);
    } else {
      const x = WIDTH - ((now - at) * WIDTH) / SPAN;
      found.at(-1).push([x.toFixed(1), (HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)]);
    }
  }
  return found.filter((run) => run.length > 0);
}

const line = (run) => `M${run.map(([x, y]) => `${x} ${y}`).join("L")}${run.length > 1 ? "" : "h0.1"}`;

const area = (run) => `M${run[0][0]} ${HEIGHT}L${run.map(([x, y]) => `${x} ${y}`).join("L")}L${run.at(-1)[0]} ${HEIGHT}Z`;

/** A chart that shows the points it is given. */
export function chart(name, unit) {
  const now = el("p", { class: "now" }, "–");
  const most = el("p", { class: "most" }, "");
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": name });
  const figure = el("figure", { class: "chart" }, el("figcaption", null, name), now, picture, most);
  const update = (points) => {
    const values = points.map(({ value }) => value).filter((value) => value !== null);
    const found = runs(points, ceiling(values));
    now.textContent = shown(points.at(-1)?.value, unit);
    most.textContent = values.length > 0 ? `most: ${shown(Math.max(...values), unit)}` : "";
    picture.setAttribute("aria-label", `${name}: now ${now.textContent}${values.length > 0 ? `, ${most.textContent}` : ""}`);
    picture.replaceChildren(
      ...found.map((run) => svg("path", { class: "area", d: area(run) })),
      ...found.map((run) => svg("path", { class: "line", d: line(run) })),
    );
  };
  return { figure, update };
}
