// The care variant: a document read aloud, where the browser has a voice for its language. It begins by a button alone.
(() => {
  const zoom = document.getElementById("zoom");
  const speech = window.speechSynthesis;
  if (!zoom || !speech || !window.SpeechSynthesisUtterance) return;

  const word = (name) => document.querySelector(`#reading-words [data-word="${name}"]`).textContent;
  const lang = zoom.closest("[lang]").lang || "zh-CN";
  const RATES = { slow: 0.7, medium: 1, fast: 1.3 };
  const READ = ".banner, h1, .facts, .letter, .document > h2, #zoom";
  const BLOCK = "h1, h2, h3, h4, h5, h6, p, li, th, td, dt, dd, blockquote, caption, pre, div";
  const SENTENCE = /.+?(?:[。！？；]+[”’」』）》]*|[.!?](?=\s)|$)/gs;
  const ENDS = /(?:[。！？；][”’」』）》]*|[.!?])$/;

  let sentences, at = 0, turn = 0, state = "idle", rate = "medium", utterance;
  try { rate = localStorage.getItem("reading-rate") || rate; } catch { /* the device keeps nothing */ }
  if (!RATES[rate]) rate = "medium";

  // A voice of the language; of the mainland and of the device rather than others.
  const voice = () => {
    const fits = lang.startsWith("zh") ? /^(?:zh|zho|cmn)\b/i : new RegExp(`^${lang.slice(0, 2)}`, "i");
    const worth = (each) => 2 * /CN|Hans/i.test(each.lang) + each.localService;
    return speech.getVoices().filter((each) => fits.test(each.lang.replace("_", "-"))).sort((a, b) => worth(b) - worth(a))[0];
  };

  // Sentences as pieces of text, each in a span: a sentence may run through links, but not out of its block.
  const split = (root, found) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (texts.nextNode()) if (texts.currentNode.data.trim()) nodes.push(texts.currentNode);
    let open, block;
    for (const node of nodes) {
      const pieces = node.data.match(SENTENCE).map((text) => Object.assign(document.createElement("span"), { textContent: text }));
      const within = node.parentElement.closest(BLOCK);
      for (const piece of pieces) {
        if (!open || within !== block) found.push(open = { pieces: [], text: "" });
        open.pieces.push(piece);
        open.text += piece.textContent;
        block = within;
        if (ENDS.test(piece.textContent)) open = null;
      }
      node.replaceWith(...pieces);
    }
  };

  const read = () => {
    const found = [];
    const all = [...(zoom.closest("article") || document).querySelectorAll(READ)];
    for (const root of all) if (!all.some((each) => each !== root && each.contains(root))) split(root, found);
    return found.filter((each) => /[\p{L}\p{N}]/u.test(each.text));
  };

  const button = (text, act, name = "") => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: name });
    made.addEventListener("click", () => made.getAttribute("aria-disabled") === "true" || act());
    return made;
  };
  const group = (label, ...parts) => {
    const made = document.createElement("div");
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", label);
    made.append(...parts);
    return made;
  };

  const highlight = (on) => {
    for (const piece of (sentences && sentences[at] || { pieces: [] }).pieces) piece.classList.toggle("spoken", on);
  };

  const show = (next, message) => {
    state = next;
    status.textContent = message;
    bar.classList.toggle("speaking", state !== "idle");
    pause.textContent = state === "paused" ? word("resume") : word("pause");
    for (const each of [pause, stop]) each.setAttribute("aria-disabled", String(state === "idle"));
    for (const each of rates) each.setAttribute("aria-pressed", String(each.dataset.rate === rate));
  };

  // What a voice still says of an earlier turn is no longer listened to.
  const silence = () => {
    turn += 1;
    speech.cancel();
  };

  const speak = () => {
    silence();
    const mine = turn;
    highlight(true);
    sentences[at].pieces[0].scrollIntoView({ block: "center", behavior: "instant" });
    utterance = new SpeechSynthesisUtterance(sentences[at].text);
    Object.assign(utterance, { lang, voice: voice() || null, rate: RATES[rate] });
    utterance.onend = () => mine === turn && (highlight(false), ++at < sentences.length ? speak() : finish(word("ended")));
    utterance.onerror = () => mine === turn && finish(word("failed"));
    speech.speak(utterance);
  };

  const finish = (message) => {
    silence();
    highlight(false);
    at = 0;
    show("idle", message);
  };

  const begin = () => {
    highlight(false);
    at = 0;
    sentences = sentences || read();
    show("reading", word("reading"));
    speak();
  };

  // Voices on phones cannot be held and let go on: a sentence that was held is read again.
  const hold = () => {
    if (state === "reading") silence();
    else speak();
    show(...(state === "reading" ? ["paused", word("paused")] : ["reading", word("reading")]));
  };

  const choose = (name) => {
    rate = name;
    try { localStorage.setItem("reading-rate", name); } catch { /* the device keeps nothing */ }
    show(state, status.textContent);
    if (state === "reading") speak();
  };

  const pause = button("", hold);
  const stop = button(word("stop"), () => finish(word("stopped")));
  const rates = Object.keys(RATES).map((name) => {
    const made = button(word(name), () => choose(name));
    made.dataset.rate = name;
    return made;
  });
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const heading = Object.assign(document.createElement("span"), { textContent: word("rate") });
  heading.setAttribute("aria-hidden", "true");
  const bar = group(word("read"), group(word("read"), button(word("read"), begin, "start"), pause, stop),
    group(word("rate"), heading, ...rates), status);
  bar.className = "aloud";
  show("idle", "");

  const offer = () => {
    const about = document.querySelector(".document > .about");
    if (!bar.isConnected && voice()) (about || zoom).insertAdjacentElement(about ? "afterend" : "beforebegin", bar);
  };
  offer();
  speech.onvoiceschanged = offer;
  window.addEventListener("pagehide", () => state !== "idle" && finish(""));
})();
