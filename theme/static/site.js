// Nothing here is needed to read a page: the size of the text, remembered on the device, and printing.
(() => {
  const root = document.documentElement;
  const tools = document.querySelector(".tools");
  const buttons = [...document.querySelectorAll("[data-size]")];

  const remembered = () => {
    try { return localStorage.getItem("text-size"); } catch { return null; }
  };

  const show = (size) => {
    root.dataset.textSize = size;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.size === size));
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      show(button.dataset.size);
      try { localStorage.setItem("text-size", button.dataset.size); } catch { /* the device keeps nothing */ }
    });
  }

  const size = remembered();
  show(buttons.some((button) => button.dataset.size === size) ? size : "medium");
  if (tools) tools.hidden = false;

  for (const button of document.querySelectorAll(".print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
