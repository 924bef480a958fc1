// Files and texts that are dropped anywhere on the page, and files that are pasted.

import { addFiles, addText, fitsField, setDocuments } from "./documents.js";
import { byId } from "./dom.js";

const carries = (event, type) => event.dataTransfer?.types.includes(type);

export function startDrop() {
  let depth = 0;
  const entered = (change) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("dropping", depth > 0);
  };
  document.addEventListener("dragenter", (event) => {
    if (carries(event, "Files")) {
      entered(1);
    }
  });
  document.addEventListener("dragleave", (event) => {
    if (carries(event, "Files")) {
      entered(-1);
    }
  });
  document.addEventListener("dragover", (event) => {
    if (carries(event, "Files") || (carries(event, "text/plain") && !isField(event.target))) {
      event.preventDefault();
    }
  });
  document.addEventListener("drop", (event) => {
    entered(-depth);
    if (carries(event, "Files")) {
      event.preventDefault();
      location.hash = "#rank";
      addFiles(event.dataTransfer.files);
    } else if (carries(event, "text/plain") && !isField(event.target)) {
      event.preventDefault();
      setDocuments(event.dataTransfer.getData("text/plain"));
    }
  });
  byId("pasted").addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (event.clipboardData.files.length > 0) {
      event.preventDefault();
      addFiles(event.clipboardData.files);
    } else if (!fitsField(text)) {
      event.preventDefault();
      addText(text);
    }
  });
}

/** Fields take dropped text as browsers do. */
const isField = (target) => target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
