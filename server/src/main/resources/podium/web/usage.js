// "Use it from your program": the last request as a snippet to copy.

import { address } from "./api.js";
import { button, byId, el } from "./dom.js";
import { key } from "./key.js";
import { FILE, isLong, snippet } from "./snippets.js";

const LANGUAGES = { curl: "curl", python: "Python", javascript: "JavaScript", java: "Java" };

let language = "curl";
let body = null;

/** Shows how to ask the same again; nothing if there was no request. */
export function showUsage(asked) {
  body = asked;
  byId("usage").hidden = !body;
  if (body) {
    write();
  }
}

function write() {
  byId("snippet").textContent = snippet(language, { body, server: address("."), needsKey: key() !== "" });
  byId("request-file").hidden = !isLong(body);
  for (const choice of byId("languages").children) {
    choice.setAttribute("aria-pressed", choice.dataset.language === language);
  }
}

async function copy() {
  const text = byId("snippet").textContent;
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    getSelection().selectAllChildren(byId("snippet"));
    say(document.execCommand("copy") ? "Copied." : "The text is selected: copy it with Ctrl and C.");
  }
}

function say(sentence) {
  byId("copied").textContent = "";
  requestAnimationFrame(() => {
    byId("copied").textContent = sentence;
  });
}

function download() {
  const url = URL.createObjectURL(new Blob([JSON.stringify(body)], { type: "application/json" }));
  const link = el("a", { href: url, download: FILE });
  link.click();
  URL.revokeObjectURL(url);
}

export function startUsage() {
  byId("languages").append(
    ...Object.entries(LANGUAGES).map(([name, label]) => {
      const choice = button(label, () => {
        language = name;
        write();
      });
      choice.dataset.language = name;
      return choice;
    }),
  );
  byId("copy").addEventListener("click", copy);
  byId("request-file").addEventListener("click", download);
}
