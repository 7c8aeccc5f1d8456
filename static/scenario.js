// The slider says its number as it moves. What the cap leads to comes from the server.

document.addEventListener("input", (event) => {
  if (event.target.id !== "id_tak") return;
  const value = event.target.value;
  event.target.setAttribute("aria-valuetext", `${value} miljoner kronor`);
  document.querySelector("output[for=id_tak] span").textContent = value;
});

// What was unfolded stays unfolded when another cap is tried.
let unfolded = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  unfolded = [...event.detail.target.querySelectorAll("details[open][id]")].map((fold) => fold.id);
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});
