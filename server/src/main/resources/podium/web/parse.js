// From pasted text or the text of a file to documents: { text, image, about }, where `about` is what else its record has.

import { parseCsv } from "./csv.js";
import { beginning } from "./format.js";

/** Columns that usually have the text, best first. */
const LIKELY = ["text", "content", "document", "passage", "body", "abstract", "description", "summary", "title", "name"];

const LOOKED_AT = 50;

/** What is said when a text cannot be read. */
export class Unreadable extends Error {}

const READERS = {
  lines: (text) => text.split(/\r\n|[\r\n]/).filter((line) => line.trim() !== ""),
  paragraphs: (text) => text.split(/(?:\r?\n[ \t]*){2,}/).map((part) => part.trim()).filter((part) => part !== ""),
  json: (text) => records(parseJson(text, "This is no JSON")),
  jsonl: (text) =>
    text
      .split("\n")
      .map((line, index) => [line.trim(), index + 1])
      .filter(([line]) => line !== "")
      .map(([line, number]) => parseJson(line, `Line ${number} is no JSON`)),
  csv: (text) => table(text),
};

/**
 * Reads documents.
 *
 * @param wanted.format one of lines, paragraphs, json, jsonl, csv; anything else: what it looks like
 * @param wanted.column which column or member of records is the text; unknown ones: what it looks like
 * @param name of the file
 * @returns {{ documents, format, columns, column }} columns only of records
 * @throws Unreadable
 */
export function parse(text, wanted = {}, name = "") {
  const format = READERS[wanted.format] ? wanted.format : formatOf(text, name);
  const found = READERS[format](text.replace(/^\ufeff/, ""));
  const columns = columnsOf(found);
  const column = columns.includes(wanted.column) ? wanted.column : textColumn(found, columns);
  return { documents: found.map((record, index) => documentOf(record, index, column)), format, columns, column };
}

function formatOf(text, name) {
  const ending = name.toLowerCase().match(/\.([a-z]+)$/)?.[1];
  if (ending === "csv" || ending === "tsv") {
    return "csv";
  }
  if (ending === "jsonl" || ending === "ndjson") {
    return "jsonl";
  }
  const start = text.trimStart().replace(/^\ufeff/, "");
  if (ending === "json" || (/^[[{"]/.test(start) && isJson(text))) {
    return "json";
  }
  if (/^[{"]/.test(start) && isJson(start.split("\n", 1)[0])) {
    return "jsonl";
  }
  return /\n[ \t\r]*\n/.test(text.trim()) ? "paragraphs" : "lines";
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseJson(text, complaint) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(`${complaint}: ${error.message}`);
  }
}

/** Of a list itself; of a request for a ranking its documents; anything else is one record. */
function records(json) {
  if (Array.isArray(json)) {
    return json;
  }
  return Array.isArray(json?.documents) ? json.documents : [json];
}

/** Rows by the names in the first one; if those look like no names, rows are texts. */
function table(text) {
  let rows;
  try {
    rows = parseCsv(text);
  } catch (error) {
    throw new Unreadable(`This is no CSV: ${error.message}`);
  }
  const [head = [], ...rest] = rows;
  if (head.length === 1 && !LIKELY.includes(head[0].trim().toLowerCase())) {
    return rows.map(([cell]) => cell);
  }
  const names = head.map((name, index) => name.trim() || `column ${index + 1}`);
  return rest.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
}

const isObject = (record) => typeof record === "object" && record !== null && !Array.isArray(record);

function columnsOf(found) {
  const names = found.slice(0, LOOKED_AT).filter(isObject).flatMap(Object.keys);
  return [...new Set(names)].filter((name) => name !== "image");
}

function textColumn(found, columns) {
  const likely = LIKELY.map((name) => columns.find((column) => column.toLowerCase() === name)).find(Boolean);
  return likely ?? longest(found.slice(0, LOOKED_AT).filter(isObject), columns);
}

function longest(objects, columns) {
  const length = (column) =>
    objects.reduce((sum, object) => sum + (typeof object[column] === "string" ? object[column].length : 0), 0);
  return columns.reduce((best, column) => (length(column) > length(best) ? column : best), columns[0]) ?? "";
}

function documentOf(record, index, column) {
  if (typeof record === "string") {
    return { text: record, about: {} };
  }
  if (!isObject(record)) {
    const shown = beginning(JSON.stringify(record), 40);
    throw new Unreadable(`Document ${index + 1} is ${shown}, but should be a text or an object.`);
  }
  const { [column]: value, image, ...about } = record;
  if (typeof value !== "string" && typeof value !== "number" && typeof image !== "string") {
    throw new Unreadable(`Document ${index + 1} has no text in “${column}”.`);
  }
  const text = value === undefined || value === null ? undefined : String(value);
  return { text, image: typeof image === "string" ? image : undefined, about };
}
