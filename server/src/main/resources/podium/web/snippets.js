// The same request in the languages that programs are written in. Each snippet runs as it stands.

/** In bytes of JSON; what is longer is read from a file, since no compiler or shell takes it. */
export const LONGEST = 30_000;

/** The name of that file. */
export const FILE = "request.json";

const KEY = "PODIUM_API_KEY";

/**
 * @param asked.body the request
 * @param asked.server address of the server, with a slash at the end
 * @param asked.needsKey whether it wants a key, which comes from the environment
 */
const WRITERS = {
  curl: ({ json, server, needsKey, inFile }) =>
    [
      `curl -s ${server}v1/rerank -H 'Content-Type: application/json' \\`,
      ...(needsKey ? [`  -H "Authorization: Bearer $${KEY}" \\`] : []),
      ...(inFile ? [`  --data-binary @${FILE}`] : ["  --data-binary @- <<'JSON'", json, "JSON"]),
    ].join("\n"),

  python: ({ body, server, needsKey, inFile }) =>
    [
      "# pip install cohere",
      ...(inFile ? ["import json"] : []),
      ...(needsKey ? ["import os"] : []),
      "import cohere",
      "",
      `client = cohere.ClientV2(api_key=${needsKey ? `os.environ["${KEY}"]` : '"any"'}, base_url=${literal(server.slice(0, -1))})`,
      ...(inFile
        ? [`response = client.rerank(**json.load(open("${FILE}", encoding="utf-8")))`]
        : ["response = client.rerank(", ...pythonArguments(body), ")"]),
      "for result in response.results:",
      "    print(result.index, result.relevance_score)",
    ].join("\n"),

  javascript: ({ json, server, needsKey, inFile }) =>
    [
      ...(inFile ? ['import { readFile } from "node:fs/promises";', ""] : []),
      `const response = await fetch(${literal(`${server}v1/rerank`)}, {`,
      '  method: "POST",',
      needsKey
        ? `  headers: { "Content-Type": "application/json", Authorization: \`Bearer \${process.env.${KEY}}\` },`
        : '  headers: { "Content-Type": "application/json" },',
      inFile ? `  body: await readFile("${FILE}"),` : `  body: JSON.stringify(${indented(json, "  ")}),`,
      "});",
      "const { results } = await response.json();",
      "for (const { index, relevance_score } of results) {",
      "  console.log(index, relevance_score);",
      "}",
    ].join("\n"),

  java: ({ json, server, needsKey, inFile }) =>
    [
      "import java.net.URI;",
      "import java.net.http.HttpClient;",
      "import java.net.http.HttpRequest;",
      "import java.net.http.HttpRequest.BodyPublishers;",
      "import java.net.http.HttpResponse.BodyHandlers;",
      ...(inFile ? ["import java.nio.file.Path;"] : []),
      "",
      "void main() throws Exception {",
      "  var request =",
      `      HttpRequest.newBuilder(URI.create(${literal(`${server}v1/rerank`)}))`,
      '          .header("Content-Type", "application/json")',
      ...(needsKey ? [`          .header("Authorization", "Bearer " + System.getenv("${KEY}"))`] : []),
      `          .POST(${inFile ? `BodyPublishers.ofFile(Path.of("${FILE}"))` : "BodyPublishers.ofString(BODY)"})`,
      "          .build();",
      "  try (var client = HttpClient.newHttpClient()) {",
      "    IO.println(client.send(request, BodyHandlers.ofString()).body());",
      "  }",
      "}",
      ...(inFile ? [] : ["", "static final String BODY =", '    """', indented(javaText(json), "    ", true), '    """;']),
    ].join("\n"),
};

/** Whether a request is too long for a snippet and goes into a file beside it. */
export const isLong = (body) => JSON.stringify(body).length > LONGEST;

/** The snippet of `body` in one of the languages. */
export function snippet(language, { body, server, needsKey }) {
  const json = JSON.stringify(body, null, 2);
  return `${WRITERS[language]({ body, json, server, needsKey, inFile: isLong(body) })}\n`;
}

/** A string of JSON is one of Python, JavaScript and Java, if it has nothing but ASCII in it or they read UTF-8. */
const literal = (text) => JSON.stringify(text);

function indented(text, spaces, first = false) {
  const lines = text.split("\n").join(`\n${spaces}`);
  return first ? spaces + lines : lines;
}

/** Inside of a text block. */
const javaText = (json) => json.replaceAll("\\", "\\\\").replaceAll('"""', '\\"""');

/** The fields that the client knows as arguments; the rest as it wants it. */
function pythonArguments(body) {
  const { model, query, documents, top_n, max_tokens_per_doc, ...rest } = body;
  const known = { model, query, documents, top_n, max_tokens_per_doc };
  const lines = Object.entries(known)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `    ${name}=${pythonLiteral(value)},`);
  if (Object.keys(rest).length > 0) {
    lines.push(`    request_options={"additional_body_parameters": ${pythonLiteral(rest)}},`);
  }
  return lines;
}

function pythonLiteral(value) {
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `        ${pythonLiteral(item)},`).join("\n")}\n    ]`;
  }
  if (typeof value === "object") {
    return `{${Object.entries(value).map(([name, item]) => `${literal(name)}: ${pythonLiteral(item)}`).join(", ")}}`;
  }
  return typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
}
