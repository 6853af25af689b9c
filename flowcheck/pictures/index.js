"use strict";
const pages = JSON.parse(document.getElementById("pages").textContent);
const buttons = [...document.querySelectorAll("[data-page]")];
function open(button) {
  buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
  document.querySelector("iframe").srcdoc = pages[Number(button.dataset.page)];
}
buttons.forEach((button) => button.addEventListener("click", () => open(button)));
if (buttons.length) open(buttons[0]);
