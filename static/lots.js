// Comfort only: the plan works without this file. A module is moved by the mouse or the keys through its own form.

const NEW = "0";
let dragged = null;

function move(piece, lot) {
  const choice = piece.querySelector("select");
  if (!choice || choice.value === lot || ![...choice.options].some((option) => option.value === lot)) return;
  choice.value = lot;
  piece.querySelector("button[value='move']").click();
}

function prepare(root) {
  for (const piece of root.querySelectorAll("[data-piece]")) {
    piece.draggable = true;
    piece.querySelector("summary").setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
  }
}

function endDrag() {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  document.querySelector("#plan")?.classList.remove("is-dragging");
  for (const card of document.querySelectorAll(".is-target")) card.classList.remove("is-target");
}

document.addEventListener("dragstart", (event) => {
  const piece = event.target.closest?.("[data-piece]");
  if (!piece) return;
  dragged = piece;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", piece.querySelector(".piece-name").textContent.trim());
  // After the picture that follows the mouse has been taken.
  setTimeout(() => {
    piece.classList.add("is-dragged");
    document.querySelector("#plan").classList.add("is-dragging");
  });
});

document.addEventListener("dragover", (event) => {
  const card = dragged && event.target.closest?.("[data-lot]");
  for (const other of document.querySelectorAll(".is-target")) if (other !== card) other.classList.remove("is-target");
  if (!card) return;
  event.preventDefault();
  card.classList.add("is-target");
});

document.addEventListener("drop", (event) => {
  const card = dragged && event.target.closest?.("[data-lot]");
  if (!card) return;
  event.preventDefault();
  const piece = dragged;
  endDrag();
  move(piece, card.dataset.lot);
});

document.addEventListener("dragend", endDrag);

// Alt and an arrow on a piece: to the lot before or after; past the last, to a new one.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const piece = event.target.closest?.("[data-piece]");
  if (!piece || event.target.tagName !== "SUMMARY") return;
  event.preventDefault();
  const lots = [...piece.querySelectorAll("option")].map((option) => option.value).filter((value) => value);
  const here = lots.indexOf(piece.querySelector("select").value);
  const there = here + (event.key === "ArrowUp" ? -1 : 1);
  if (lots[there] !== undefined && (lots[there] !== NEW || event.key === "ArrowDown")) move(piece, lots[there]);
});

// What was unfolded stays unfolded when the plan is drawn anew, and dragging works in what is new.
let unfolded = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "plan") return;
  unfolded = [...event.detail.target.querySelectorAll("details[open][id]:not(.piece > *)")].map((fold) => fold.id);
});

document.addEventListener("htmx:afterSwap", () => {
  const plan = document.querySelector("#plan");
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  unfolded = [];
  prepare(plan);
});

// The line that says what happened: undo it from there, or put the line away.
function closeLine() {
  document.getElementById("plan-status").replaceChildren();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-undo]")) document.getElementById("angra")?.click();
  if (!event.target.closest?.("[data-close]")) return;
  closeLine();
  document.getElementById("board-title")?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeLine();
});

// Whoever pressed a button that is gone goes on from the heading above the lots.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) document.getElementById("board-title")?.focus();
  // The line that says what happened has come over the lowest part of the page.
  document.activeElement.scrollIntoView({ block: "nearest" });
});

document.documentElement.classList.add("has-scripts");
prepare(document);
