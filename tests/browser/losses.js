// What a narrow window or large text takes away: what reaches outside the window, what a box cuts off, texts that lie on each other.
(() => {
  const judged = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest(".unseen, .skip, .table-frame, pre, svg, .ruler");
  const name = (element) => element.outerHTML.slice(0, 120);

  const outside = (element) => {
    const { left, right } = element.getBoundingClientRect();
    return right > document.documentElement.clientWidth + 1 || left < -1;
  };
  // A box that scrolls loses nothing. Over an edge that clips, the wide space after “第一条” may hang, which nobody sees.
  const cut = (element) => {
    const { overflowX, overflowY, fontSize } = getComputedStyle(element);
    const hangs = overflowX === "clip" ? 1.5 * parseFloat(fontSize) : 1;
    const hides = (way) => way === "hidden" || way === "clip";
    return element.innerText && ((hides(overflowX) && element.scrollWidth > element.clientWidth + hangs)
      || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1));
  };

  // The middle half of each line of each text: lines may touch, but not lie on each other.
  const lines = () => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode;
      if (!text.data.trim() || !judged(text.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const quarter = (bottom - top) / 4;
        if (right - left > 2) found.push({ left: left + 1, right: right - 1, top: top + quarter, bottom: bottom - quarter, text });
      }
    }
    return found.sort((a, b) => a.top - b.top);
  };
  const overlaps = () => {
    const found = [], all = lines();
    all.forEach((one, at) => {
      for (let next = at + 1; next < all.length && all[next].top < one.bottom; next += 1) {
        const other = all[next];
        if (other.text !== one.text && other.left < one.right && one.left < other.right) found.push(`${one.text.data.trim().slice(0, 40)} / ${other.text.data.trim().slice(0, 40)}`);
      }
    });
    return found;
  };

  window.losses = () => {
    const all = [...document.querySelectorAll("body *")].filter(judged);
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    return [
      ...(wide ? [`the page is ${document.documentElement.scrollWidth} wide`] : []),
      ...all.filter(outside).map((each) => `outside: ${name(each)}`),
      ...all.filter(cut).map((each) => `cut: ${name(each)}`),
      ...overlaps().map((each) => `overlap: ${each}`),
    ];
  };
})();
