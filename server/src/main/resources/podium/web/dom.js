// Making and finding elements. Text becomes text nodes and nothing else.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (false, null and undefined ones are left out) and children, of which null is left out. */
export function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

/** A button that does something and submits nothing. */
export function button(label, action, attributes) {
  const element = el("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", action);
  return element;
}

/** Text for those who hear the page. */
export const heard = (text) => el("span", { class: "heard" }, text);

/** Text for those who see it. */
export const seen = (text) => el("span", { "aria-hidden": "true" }, text);

/** A list of names and values, those that are null left out. */
export function facts(pairs) {
  return el(
    "dl",
    { class: "facts" },
    pairs
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))),
  );
}
