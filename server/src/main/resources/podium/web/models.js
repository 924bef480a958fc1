// The models there are, what they are, and what can be done with them.

import { call, read, Refused } from "./api.js";
import { button, byId, el, facts } from "./dom.js";
import { bytes, whole } from "./format.js";

const STATES = { unloaded: "not loaded", incomplete: "still being copied" };

/** What the server lists, drawn anew. */
export async function showModels(options) {
  const { data } = await read("v1/models", options);
  const focused = document.activeElement?.dataset?.action;
  byId("models").replaceChildren(...data.map((model) => (isModel(model) ? card(model) : unusable(model))));
  if (focused) {
    byId("models").querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** A folder that only looks like a model has no family. One that is a model and could not be loaded may be loaded yet. */
export const isModel = (model) => model.family !== undefined;

function title(model, state) {
  return el(
    "h3",
    null,
    el("bdi", null, model.id),
    el("span", { class: `state ${state}` }, STATES[state] ?? state),
    model.default ? el("span", { class: "badge" }, "default") : null,
    model.pinned ? el("span", { class: "badge" }, "pinned") : null,
  );
}

function unusable(model) {
  return el(
    "li",
    { class: "model bad" },
    el("h3", null, el("bdi", null, model.id), el("span", { class: "state failed" }, STATES[model.state] ?? "not usable")),
    el("p", null, model.error),
  );
}

function card(model) {
  const state = model.state ?? (model.loaded ? "loaded" : "unloaded");
  return el(
    "li",
    { class: "model" },
    title(model, state),
    facts([
      ["Family", model.family],
      ["Precision", model.precision],
      ["Longest pair", `${whole(model.max_length)} tokens`],
      ["Weights", bytes(model.weight_bytes)],
      ["Memory", model.memory_bytes ? bytes(model.memory_bytes) : null],
      ["Reads", model.modalities?.includes("image") ? "text and images" : null],
    ]),
    model.error ? el("p", { class: "complaint" }, model.error) : null,
    model.changed_on_disk ? el("p", { class: "hint" }, "Its files have changed since it was loaded: load it again.") : null,
    model.note ? el("p", { class: "hint" }, model.note) : null,
    ...(model.remarks ?? []).map((remark) => el("p", { class: "hint" }, remark)),
    actions(model, state),
  );
}

/** What the server offers to do: nothing, if it does not tell the state of models. */
function actions(model, state) {
  if (model.state === undefined) {
    return null;
  }
  const possible = [
    ...(state === "loaded" && !model.changed_on_disk ? [] : ["load"]),
    ...(state === "loaded" ? ["unload"] : []),
    ...(model.pinned === undefined ? [] : [model.pinned ? "unpin" : "pin"]),
  ];
  return el("p", { class: "actions" }, possible.map((action) => actionButton(model, action)));
}

function actionButton(model, action) {
  const label = action[0].toUpperCase() + action.slice(1);
  const it = button(label, () => act(model, action), { class: "secondary", "aria-label": `${label} ${model.id}` });
  it.dataset.action = `${action} ${model.id}`;
  return it;
}

async function act(model, action) {
  const said = byId("models-said");
  said.textContent = `${model.id}: ${action} …`;
  try {
    await call(`v1/models/${encodeURIComponent(model.id)}/${action}`, { post: true });
    said.textContent = `${model.id}: ${action} done.`;
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    said.textContent = `${model.id}: ${error.message}`;
  }
  await showModels({ quiet: true });
}
