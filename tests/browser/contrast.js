// What colours stand on what grounds: of every text and every ring of the focus, as the browser computed them.
(() => {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const name = ([r, g, b]) => `#${[r, g, b].map((each) => Math.round(each).toString(16).padStart(2, "0")).join("")}`;

  // The colour behind an element's text; a picture behind it cannot be judged.
  const ground = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(each);
      if (backgroundImage !== "none") throw new Error(`picture behind text: ${each.outerHTML.slice(0, 120)}`);
      if (opacity !== "1") throw new Error(`text that shines through: ${each.outerHTML.slice(0, 120)}`);
      layers.push(parse(backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const pair = (front, back, element, more) => ({
    front: name(over(front, back)), back: name(back), ratio: ratio(over(front, back), back), html: element.outerHTML.slice(0, 120), ...more,
  });
  const shown = (element) => element && element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen");

  window.texts = () => {
    const found = new Map();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const element = walk.currentNode.parentElement;
      if (!walk.currentNode.data.trim() || !shown(element) || element.closest("svg, script, style")) continue;
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const size = parseFloat(fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
      const made = pair(parse(color), ground(element), element, { large });
      found.set([made.front, made.back, large].join(), made);
    }
    return [...found.values()];
  };

  // The edges of buttons and fields: the best of border and fill against what is around them.
  window.edges = () => [...document.querySelectorAll("button, .button, input, select, textarea")].filter(shown).map((element) => {
    const style = getComputedStyle(element), around = ground(element.parentElement);
    const native = element.matches("input") && style.appearance === "auto";
    const edge = parseFloat(style.borderTopWidth) ? [pair(parse(style.borderTopColor), around, element)] : [];
    return native ? [] : [...edge, pair(ground(element), around, element)].sort((a, b) => b.ratio - a.ratio)[0];
  }).flat();

  // The rings of the focus: the best of outline and shadow against the ground, or against each other.
  window.rings = () => [...document.querySelectorAll("a[href], button, input, [tabindex='0']")].filter(shown).map((element) => {
    element.focus({ preventScroll: true, focusVisible: true });
    const { outlineColor, outlineStyle, outlineWidth, outlineOffset, boxShadow } = getComputedStyle(element);
    const inside = parseFloat(outlineOffset) < 0;
    const back = ground(inside ? element : element.parentElement);
    const none = pair(back, back, element);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return none;
    const colours = [parse(outlineColor), ...(boxShadow === "none" ? [] : [parse(boxShadow.match(/rgba?\([^)]*\)/)[0])])];
    return colours.map((each) => pair(each, back, element)).sort((a, b) => b.ratio - a.ratio)[0];
  });

  // Have everything look as under the pointer: each rule for `:hover` once more, for a class, right behind itself.
  window.hover = () => {
    const twice = (rules) => {
      for (let at = rules.cssRules.length - 1; at >= 0; at -= 1) {
        const rule = rules.cssRules[at];
        if (rule.selectorText && rule.selectorText.includes(":hover")) rules.insertRule(rule.cssText.replaceAll(":hover", ".under-pointer"), at + 1);
        else if (rule.cssRules && !rule.selectorText) twice(rule);
      }
    };
    [...document.styleSheets].forEach(twice);
    for (const each of document.querySelectorAll("a, button, label")) each.classList.add("under-pointer");
  };
})();
