// Comfort only: every page works without this file.

const wide = window.matchMedia("(min-width: 992px)");

// What an answer leads to stands open beside the questions, and is folded away when it comes below them.
function fitFolds() {
  for (const fold of document.querySelectorAll("details[data-open-when-wide]")) fold.open = wide.matches;
}

// A reader who is sent back with faults starts at the list of them.
function focusErrors(root) {
  const summary = root.matches?.(".error-summary") ? root : root.querySelector(".error-summary");
  summary?.focus();
}

function closeAccountMenu(event) {
  const menu = document.querySelector("details.account[open]");
  if (!menu) return;
  if (event.type === "keydown" && event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (event.type === "click" && !menu.contains(event.target)) {
    menu.open = false;
  }
}

// A link into what is folded away opens it. Most browsers do that by themselves.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folds = [...document.querySelectorAll("details:not([open])")].filter((fold) => fold.contains(target));
  for (const fold of folds) fold.open = true;
  if (folds.length) target.scrollIntoView();
}

// What a button could not do within the page is done by leaving it, as without scripts: then it is said what is wrong.
function sendPlainly(event) {
  const { elt, requestConfig } = event.detail;
  const form = elt.closest("form");
  if (!form || requestConfig.verb !== "post") return;
  const button = elt === form ? requestConfig.triggeringEvent?.submitter : elt;
  if (button?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  unsaved = false;
  form.submit();
}

// Who leaves a page with something typed that is not saved is asked first. The browser has the words for it.
let unsaved = false;

function noteTyping(event) {
  const form = event.target.form;
  if (form?.method === "post" && !form.querySelector("[type='password']")) unsaved = true;
}

function askBeforeLeaving(event) {
  if (unsaved) event.preventDefault();
}

document.addEventListener("DOMContentLoaded", () => {
  fitFolds();
  openTarget();
  focusErrors(document);
});
document.addEventListener("htmx:load", (event) => focusErrors(event.detail.elt));
document.addEventListener("input", noteTyping);
document.addEventListener("submit", () => (unsaved = false));
window.addEventListener("beforeunload", askBeforeLeaving);
document.addEventListener("htmx:responseError", sendPlainly);
document.addEventListener("keydown", closeAccountMenu);
document.addEventListener("click", closeAccountMenu);
wide.addEventListener("change", fitFolds);
window.addEventListener("hashchange", openTarget);
