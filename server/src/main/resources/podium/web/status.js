// The state of the server: models, what it is doing, and its limits. Looks again as long as somebody looks at it.

import { call, read, Refused } from "./api.js";
import { chart } from "./chart.js";
import { byId, el, facts } from "./dom.js";
import { bytes, whole } from "./format.js";
import { History, SERIES } from "./history.js";
import { showModels } from "./models.js";
import { parseMetrics } from "./prometheus.js";

const PAUSE = 2000;

/** Names of limits as people read them; one that is not here is shown by its own name. */
const LIMITS = {
  max_documents: "Documents per request",
  max_body_bytes: "Size of a request",
  timeout_ms: "Time for a request",
  header_timeout_ms: "Time for its headers",
  body_timeout_ms: "Time for its body to arrive",
  connection_idle_timeout_ms: "Time an idle connection is kept",
  queue_tokens: "Tokens that may wait",
};

const history = new History();
const charts = SERIES.map(({ name, unit }) => chart(name, unit));
let open = false;
let timer = 0;

const watched = () => open && !document.hidden;

/** Begins to look, or stops. */
export function watch(is) {
  open = is;
  resume();
  if (open) {
    describe();
  }
}

function resume() {
  clearTimeout(timer);
  if (watched()) {
    look();
  }
}

async function look() {
  try {
    const text = await (await call("metrics", { quiet: true })).text();
    history.add(parseMetrics(text), performance.now() / 1000);
    charts.forEach(({ update }, index) => update(history.points(index)));
    await Promise.all([showModels({ quiet: true }).catch(ignoreRefusal), showReadiness()]);
    byId("status-problem").textContent = "";
  } catch (error) {
    byId("status-problem").textContent = error.message;
  }
  clearTimeout(timer);
  if (watched()) {
    timer = setTimeout(look, PAUSE);
  }
}

/** Without a key the list cannot be had; whoever wants it is asked for one when the page opens. */
function ignoreRefusal(error) {
  if (!(error instanceof Refused && error.status === 401)) {
    throw error;
  }
}

async function showReadiness() {
  let state = ["ready", "Ready"];
  try {
    await call("health/ready", { quiet: true });
  } catch (error) {
    state = ["waiting", error.message];
  }
  byId("readiness").className = `state ${state[0]}`;
  byId("readiness").textContent = state[1];
}

/** What does not change while the server runs. */
async function describe() {
  try {
    const info = await read("info");
    byId("server").replaceChildren(
      facts([
        ["Version", info.version],
        ["Engine", info.engine],
        ["Precision", info.precision],
        ["Default model", info.default_model],
        ["Memory for models", info.memory?.limit_bytes === undefined ? null : bytes(info.memory.limit_bytes)],
      ]),
    );
    byId("limits").replaceChildren(...Object.entries(info.limits).map(limit));
  } catch (error) {
    byId("status-problem").textContent = error.message;
  }
}

function limit([name, value]) {
  return el("div", null, el("dt", null, LIMITS[name] ?? name.replaceAll("_", " ")), el("dd", null, limitText(name, value)));
}

function limitText(name, value) {
  if (typeof value !== "number") {
    return String(value);
  }
  if (name.endsWith("_bytes")) {
    return bytes(value);
  }
  return name.endsWith("_ms") ? `${whole(value / 1000)} s` : whole(value);
}

export function startStatus() {
  byId("charts").append(...charts.map(({ figure }) => figure));
  document.addEventListener("visibilitychange", resume);
}
