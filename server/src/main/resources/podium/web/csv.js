// Comma-separated values (RFC 4180), also with semicolons or tabs.

const DELIMITERS = [",", ";", "\t"];

/** What separates the cells: what the first line has most of, outside of quotes. */
export function delimiterOf(text) {
  const quoted = /"(?:[^"]|"")*"/g;
  const [first] = text.replace(quoted, "").split(/\r?\n/, 1);
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/**
 * The rows of a text, each a list of cells. Empty lines are left out.
 *
 * @throws Error if a quote is never closed
 */
export function parseCsv(text, delimiter = delimiterOf(text.slice(0, 100_000))) {
  const rows = [];
  let row = [];
  for (const { value, last } of cells(text, delimiter)) {
    row.push(value);
    if (last) {
      if (row.length > 1 || row[0] !== "") {
        rows.push(row);
      }
      row = [];
    }
  }
  return rows;
}

/** Every cell, and whether it is the last one of its row. */
function* cells(text, delimiter) {
  const end = new RegExp(`[\\r\\n${delimiter}]`, "g");
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : { value: "", next: at };
    end.lastIndex = quoted.next;
    const stop = end.exec(text)?.index ?? text.length;
    const value = quoted.value + text.slice(quoted.next, stop);
    at = stop + (text.startsWith("\r\n", stop) ? 2 : 1);
    const last = text[stop] !== delimiter;
    yield { value, last };
    if (!last && at === text.length) {
      yield { value: "", last: true };
    }
  }
}

/** The text between quotes, of which two stand for one, and where it goes on behind them. */
function quotedCell(text, open) {
  const quote = /""|"/g;
  quote.lastIndex = open + 1;
  for (let found = quote.exec(text); found; found = quote.exec(text)) {
    if (found[0] === '"') {
      const value = text.slice(open + 1, found.index).replaceAll('""', '"');
      return { value, next: quote.lastIndex };
    }
  }
  const line = text.slice(0, open).split("\n").length;
  throw new Error(`line ${line}: a quote is opened and never closed`);
}
