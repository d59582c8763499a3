// Nothing here is needed to read a page: the reading tools, remembered on the device, and printing.
(() => {
  const root = document.documentElement;

  for (const button of document.querySelectorAll(".print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // The way to another variant keeps the place in the text that the reader was led to.
  for (const link of document.querySelectorAll(".switch li:not(.language) a")) {
    link.addEventListener("click", () => { if (location.hash.length > 1) link.hash = location.hash; });
  }

  const panel = document.getElementById("reading-panel");
  if (!panel) return;

  // The choices: an attribute of <html> for each tool that is not as it is by default; the stylesheet does the rest.
  const KEPT = "reading-tools";
  const opener = document.querySelector("[aria-controls='reading-panel']");
  const said = document.getElementById("reading-said");
  const inputs = [...panel.querySelectorAll("input")];
  const tools = [...new Set(inputs.map((input) => input.name))];
  const choicesOf = (tool) => inputs.filter((input) => input.name === tool);
  const word = (name) => panel.querySelector(`[data-word="${name}"]`).textContent;

  const chosen = () => Object.fromEntries(
    inputs.filter((input) => input.checked && input.value).map((input) => [input.name, input.value]),
  );

  const show = (values) => {
    for (const tool of tools) {
      const choices = choicesOf(tool);
      const value = choices.some((input) => input.value === values[tool]) ? values[tool] : "";
      for (const input of choices) input.checked = input.value === value;
      if (value) root.dataset[tool] = value;
      else delete root.dataset[tool];
    }
  };

  const showKept = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(KEPT)); } catch { /* the device keeps nothing, or something else */ }
    show(kept || {});
  };

  const keep = () => {
    try { localStorage.setItem(KEPT, JSON.stringify(chosen())); } catch { /* the device keeps nothing */ }
  };

  const say = (tool) => {
    const [first] = choicesOf(tool);
    const group = first.closest("fieldset").querySelector("legend").textContent;
    const label = (input) => input.closest("label").textContent.trim();
    said.textContent = first.type === "checkbox"
      ? `${label(first)}：${word(first.checked ? "on" : "off")}`
      : `${group}：${label(choicesOf(tool).find((input) => input.checked))}`;
  };

  const changed = (tool) => {
    show(chosen());
    keep();
    say(tool);
  };

  const next = (tool) => {
    const choices = choicesOf(tool);
    const at = choices.findIndex((input) => input.checked);
    if (choices.length === 1) choices[0].checked = !choices[0].checked;
    else choices[(at + 1) % choices.length].checked = true;
    changed(tool);
  };

  const reset = () => {
    show({});
    keep();
    said.textContent = word("reset");
  };

  // The panel. Closing leads back to where it was opened from.
  let back = opener;
  const open = (from) => {
    back = from;
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
  };
  const close = () => {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    (back.isConnected ? back : opener).focus();
  };
  const openFromKeys = () => {
    const here = document.activeElement;
    open(here && here !== document.body ? here : opener);
    inputs.find((input) => input.checked).focus();
  };

  opener.addEventListener("click", () => (panel.hidden ? open(opener) : close()));
  panel.addEventListener("change", (event) => changed(event.target.name));
  panel.querySelector("[data-act='reset']").addEventListener("click", reset);
  panel.querySelector("[data-act='close']").addEventListener("click", close);

  // Shortcuts: letters that neither browsers nor screen readers use with Alt+Shift. On a Mac these keys type other signs, so
  // the place of the key counts.
  const TOOL_OF = { KeyD: "size", KeyW: "scheme", KeyJ: "spacing", KeyZ: "pointer", Minus: "ruler" };

  const shortcut = (code) => {
    if (code in TOOL_OF) next(TOOL_OF[code]);
    else if (code === "Digit0") reset();
    else if (code === "KeyY" && panel.hidden) openFromKeys();
    else if (code === "KeyY") close();
    else return false;
    return true;
  };

  // The ruler: a band that follows the pointer, the focus, or the arrow keys.
  const band = document.createElement("div");
  band.className = "ruler";
  document.body.append(band);
  let height = 0;
  let focused = null;

  const place = (y) => {
    height = Math.min(Math.max(y, 0), window.innerHeight);
    band.style.setProperty("transform", `translateY(${height}px)`);
  };
  const follow = () => {
    if (!focused) return;
    const { top, height: tall } = focused.getBoundingClientRect();
    place(top + Math.min(tall, band.offsetHeight) / 2);
  };
  const step = (direction) => {
    const by = direction * band.offsetHeight;
    focused = null;
    if (height + by > 0 && height + by < window.innerHeight) place(height + by);
    else window.scrollBy({ top: by, behavior: "instant" });
  };

  place(window.innerHeight / 2);
  document.addEventListener("pointermove", (event) => {
    focused = null;
    place(event.clientY);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible")) focused = event.target;
    follow();
  });
  document.addEventListener("scroll", follow, { passive: true });

  // The keys. Whoever writes, or moves within a control, has them for that.
  const held = (event) => ["alt", "shift", "ctrl", "meta"].filter((key) => event[`${key}Key`]).join("+");
  const arrows = { ArrowDown: 1, ArrowUp: -1 };

  document.addEventListener("keydown", (event) => {
    const { key, code, target, repeat } = event;
    const inside = target === document.body || target === opener || panel.contains(target);
    const writing = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
    if (key === "Escape" && inside && !panel.hidden) close();
    else if (held(event) === "alt+shift" && !repeat && !writing && !root.dataset.keys && shortcut(code)) event.preventDefault();
    else if (root.dataset.ruler && key in arrows && !held(event) && !target.matches("input, select, textarea, pre, .table-frame")) {
      event.preventDefault();
      step(arrows[key]);
    }
  });

  // Another tab, or a page that the browser had kept whole, may have been left with other choices.
  window.addEventListener("storage", (event) => event.key === KEPT && showKept());
  window.addEventListener("pageshow", (event) => event.persisted && showKept());
  showKept();
  opener.parentElement.hidden = false;
})();
