"use strict";
const svg = document.querySelector("main svg");
const runs = JSON.parse(document.getElementById("runs").textContent);
const told = document.getElementById("told");
const whole = svg.getAttribute("viewBox").split(" ").map(Number);
let view = [...whole];
const show = () => svg.setAttribute("viewBox", view.join(" "));
const box = (key) => svg.querySelector(`[data-box="${key}"]`);

function zoom(by, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) {
  const width = Math.min(Math.max(view[2] * by, 120), whole[2] * 2);
  const factor = width / view[2];
  view = [x - (x - view[0]) * factor, y - (y - view[1]) * factor, width, view[3] * factor];
  show();
}
function jump(key) {
  const found = box(key);
  if (!found) return;
  svg.querySelectorAll(".found").forEach((one) => one.classList.remove("found"));
  found.classList.add("found");
  const here = found.getBBox(), moved = svg.querySelector("#drawing").transform.baseVal[0].matrix;
  const width = Math.min(whole[2], 1000), height = (width * view[3]) / view[2];
  view = [here.x + here.width / 2 + moved.e - width / 2, here.y + moved.f + here.height / 2 - height / 2,
    width, height];
  show();
}
function play(number) {
  const run = runs[number];
  const states = ["taken", "hangs", "skipped", "not"];
  svg.querySelectorAll(".shape, .wire").forEach((one) => one.classList.remove(...states));
  svg.querySelectorAll("[data-state]").forEach((one) => (one.textContent = one.dataset.state));
  told.textContent = run ? run.caption : "";
  document.getElementById("stop").hidden = !run;
  document.querySelectorAll("[data-play]").forEach((one) =>
    one.setAttribute("aria-pressed", String(Number(one.dataset.play) === number)));
  if (!run) return;
  for (const [key, [style, word]] of Object.entries(run.boxes)) {
    if (style) box(key).querySelector(".shape").classList.add(style);
    const state = box(key).querySelector("[data-state]");
    if (state && word) state.textContent = word;
  }
  run.wires.forEach((taken, place) => {
    const wire = svg.querySelector(`[data-wire="${place}"]`);
    if (wire && taken !== null) wire.classList.add(taken ? "taken" : "not");
  });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.zoom) zoom(Number(button.dataset.zoom));
  else if (button.id === "fit") { view = [...whole]; show(); }
  else if (button.id === "stop") play(-1);
  else if (button.dataset.play) play(Number(button.dataset.play));
  else if (button.dataset.jump) {
    jump(button.dataset.jump);
    const source = button.parentElement.querySelector("details");
    if (source) source.open = true;
  }
});
document.getElementById("search").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  const boxes = [...svg.querySelectorAll("[data-box]")];
  const found = wanted && boxes.find((one) => one.dataset.name.toLowerCase().includes(wanted));
  if (found) jump(found.dataset.box);
  told.textContent = wanted && !found ? "no node of that name" : "";
});
svg.addEventListener("wheel", (event) => {
  event.preventDefault();
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at.x, at.y);
}, { passive: false });
let held = null;
svg.addEventListener("pointerdown", (event) => {
  held = [event.clientX, event.clientY];
  svg.setPointerCapture(event.pointerId);
});
svg.addEventListener("pointerup", () => (held = null));
svg.addEventListener("pointermove", (event) => {
  if (!held) return;
  const scale = 1 / svg.getScreenCTM().a;
  view[0] -= (event.clientX - held[0]) * scale;
  view[1] -= (event.clientY - held[1]) * scale;
  held = [event.clientX, event.clientY];
  show();
});
svg.addEventListener("keydown", (event) => {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (steps[event.key]) {
    view[0] += (steps[event.key][0] * view[2]) / 10;
    view[1] += (steps[event.key][1] * view[3]) / 10;
    show();
    event.preventDefault();
  } else if (event.key === "+") zoom(1 / 1.25);
  else if (event.key === "-") zoom(1.25);
});
