// What the metrics were at each look, and what happened between two of them.

import { total } from "./prometheus.js";

/** So long a look is remembered, in seconds. */
export const SPAN = 180;

/** After so long without a look nothing is known of what was between. */
const GAP = 10;

/** What is drawn: a sum as it is, or how much it grew per second or per something else. */
export const SERIES = [
  { name: "Documents per second", sum: (m) => total(m, "podium_documents_total"), per: "second" },
  { name: "Tokens per second", sum: (m) => total(m, "podium_prompt_tokens_total"), per: "second" },
  { name: "Requests waiting", sum: (m) => total(m, "podium_queue_requests") },
  { name: "Tokens waiting", sum: (m) => total(m, "podium_queue_tokens") },
  {
    name: "Time per request",
    unit: "seconds",
    sum: (m) => total(m, "podium_request_duration_seconds_sum", isRanking),
    per: (m) => total(m, "podium_request_duration_seconds_count", isRanking),
  },
  { name: "Memory of the process", unit: "bytes", sum: (m) => total(m, "podium_resident_bytes") },
];

function isRanking({ route }) {
  return /rerank|score/.test(route ?? "");
}

export class History {
  #looks = [];

  /** @param at in seconds */
  add(samples, at) {
    const sums = SERIES.map(({ sum, per }) => [sum(samples), typeof per === "function" ? per(samples) : at]);
    this.#looks = [...this.#looks, { at, sums }].filter((look) => at - look.at <= SPAN);
  }

  /** The points { at, value } of a series, oldest first; null where there is no value, as of durations when nothing happened. */
  points(index) {
    return this.#looks.map((look, i) => ({ at: look.at, value: this.#value(index, look, this.#looks[i - 1]) }));
  }

  #value(index, look, earlier) {
    const [value, base] = look.sums[index];
    if (!SERIES[index].per) {
      return value;
    }
    if (!earlier || look.at - earlier.at > GAP) {
      return null;
    }
    const [earlierValue, earlierBase] = earlier.sums[index];
    return base > earlierBase && value >= earlierValue ? (value - earlierValue) / (base - earlierBase) : null;
  }
}
