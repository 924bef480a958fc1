// The API key: asked for when the server wants one, kept in this tab until it is closed, sent nowhere else.

import { byId } from "./dom.js";

const NAME = "podium.key";
let asking = null;

export const key = () => sessionStorage.getItem(NAME) ?? "";

function remember(value) {
  if (value) {
    sessionStorage.setItem(NAME, value);
  } else {
    sessionStorage.removeItem(NAME);
  }
  byId("key").hidden = !value;
}

/**
 * Asks for a key, once however many want it.
 *
 * @param complaint what the server said
 * @returns a promise of whether there is one now
 */
export function askForKey(complaint) {
  asking ??= new Promise((resolve) => {
    const dialog = byId("key-dialog");
    byId("key-complaint").textContent = complaint;
    byId("key-field").value = "";
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        const entered = byId("key-field").value.trim();
        byId("key-field").value = "";
        asking = null;
        if (dialog.returnValue === "use" && entered) {
          remember(entered);
          resolve(true);
        } else {
          resolve(false);
        }
      },
      { once: true },
    );
    dialog.showModal();
  });
  return asking;
}

/** Wires the dialog and the button that forgets. */
export function startKey() {
  const dialog = byId("key-dialog");
  byId("key").hidden = !key();
  byId("key").addEventListener("click", () => {
    remember("");
    location.reload();
  });
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close("use");
  });
  byId("key-cancel").addEventListener("click", () => dialog.close("cancel"));
}
