// The page: which view is shown, and what is common to both.

import { startDocuments } from "./documents.js";
import { byId } from "./dom.js";
import { startDrop } from "./drop.js";
import { startKey } from "./key.js";
import { loadModels, startPlayground } from "./playground.js";
import { startStatus, watch } from "./status.js";
import { startUsage } from "./usage.js";

const VIEWS = { "#rank": "Rank", "#status": "Status" };

/** Shows the view that the address names; the address of a part of it changes nothing. */
function route() {
  const name = location.hash || "#rank";
  if (!VIEWS[name]) {
    return;
  }
  for (const view of Object.keys(VIEWS)) {
    byId(view.slice(1)).hidden = view !== name;
  }
  for (const link of byId("views").querySelectorAll("a")) {
    const current = link.getAttribute("href") === name;
    link.toggleAttribute("aria-current", current);
    if (current) {
      link.setAttribute("aria-current", "page");
    }
  }
  document.title = `${VIEWS[name]} · Podium`;
  watch(name === "#status");
}

function startTheme() {
  const chosen = document.documentElement.dataset.theme ?? "system";
  const themes = byId("theme");
  themes.querySelector(`input[value="${chosen}"]`).checked = true;
  themes.addEventListener("change", (event) => {
    const theme = event.target.value;
    if (theme === "system") {
      localStorage.removeItem("podium.theme");
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem("podium.theme", theme);
      document.documentElement.dataset.theme = theme;
    }
  });
}

startTheme();
startKey();
startDocuments();
startDrop();
startUsage();
startStatus();
startPlayground();
addEventListener("hashchange", route);
route();
loadModels();
