// The text format of Prometheus, as far as this server writes it.

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[-+]?(?:Inf|[\d.]+(?:[eE][-+]?\d+)?))(?: |$)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES = { n: "\n", "\\": "\\", '"': '"' };

/** Every sample: { name, labels, value }. */
export function parseMetrics(text) {
  return text
    .split("\n")
    .map((line) => LINE.exec(line))
    .filter(Boolean)
    .map(([, name, labels, value]) => ({ name, labels: parseLabels(labels ?? ""), value: number(value) }));
}

function parseLabels(text) {
  const unescaped = (value) => value.replace(/\\(.)/g, (whole, char) => ESCAPES[char] ?? whole);
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name, unescaped(value)]));
}

const number = (text) => (text === "+Inf" ? Infinity : text === "-Inf" ? -Infinity : Number(text));

/** The sum of all samples of a name, those only whose labels `matches` accepts. */
export const total = (samples, name, matches = () => true) =>
  samples.filter((sample) => sample.name === name && matches(sample.labels)).reduce((sum, { value }) => sum + value, 0);
