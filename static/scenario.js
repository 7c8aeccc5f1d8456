// The slider says its number as it moves. What the cap leads to comes from the server.

document.addEventListener("input", (event) => {
  if (event.target.id !== "id_tak") return;
  const value = event.target.value;
  event.target.setAttribute("aria-valuetext", `${value} miljoner kronor`);
  document.querySelector("output[for=id_tak] span").textContent = value;
});
