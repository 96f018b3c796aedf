/* What stands behind a mark or a word, in a popover: the sources of a fact, the meaning of a term. It opens on hover, on
   focus and on a tap. Progressive enhancement only: without it the same links lead to the list of sources and to the
   glossary. Nothing here parses HTML: elements are made one by one and filled with text. */
(() => {
  "use strict";

  const OPENERS = ".mf-cite a, [data-what]";
  const PAUSE = 250; /* milliseconds that a mouse has to rest on a word */
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Out of its place "12" says nothing: listeners hear that it is the mark of a note. */
  for (const link of all(".mf-cite a")) link.setAttribute("role", "doc-noteref");

  const popover = document.createElement("div");
  popover.className = "mf-pop";
  popover.id = "mf-pop";
  popover.setAttribute("role", "tooltip");
  let mark = null;
  let opening = 0;
  let closing = 0;

  function open(at) {
    clearTimeout(opening);
    clearTimeout(closing);
    if (mark === at) return;
    close();
    const lines = "what" in at.dataset ? meanings(at) : sources(at);
    if (!lines.length) return;
    mark = at;
    popover.replaceChildren(...lines);
    document.body.append(popover);
    at.setAttribute("aria-describedby", popover.id);
    place();
  }

  function place() {
    const word = mark.getBoundingClientRect();
    const size = popover.getBoundingClientRect();
    const left = Math.max(8, Math.min(word.left, document.documentElement.clientWidth - size.width - 8));
    const above = word.top - size.height - 2;
    popover.style.left = `${left}px`;
    popover.style.top = `${above > 56 ? above : word.bottom + 2}px`;
  }

  function close() {
    clearTimeout(opening);
    clearTimeout(closing);
    mark?.removeAttribute("aria-describedby");
    mark = null;
    popover.remove();
  }

  function closeSoon() {
    clearTimeout(opening);
    clearTimeout(closing);
    closing = setTimeout(close, 200);
  }

  function line(label, ...rest) {
    const made = document.createElement("p");
    const bold = document.createElement("b");
    bold.textContent = label;
    made.append(bold, ...rest);
    return made;
  }

  /* Sources: "3" stands for one, "3–7" for five of them. */
  function sources(link) {
    const [first, last = first] = link.textContent.match(/\d+/g).map(Number);
    const numbers = Array.from({ length: Math.min(last - first + 1, 12) }, (_, index) => first + index);
    const found = numbers.map((number) => [number, document.getElementById(`source-${number}`)]);
    return found.filter(([, item]) => item).map(source);
  }

  /* The file and its digest stand once for all of its places. */
  function source([number, item]) {
    const [file, digest] = item.parentElement.closest("li").children;
    const parts = [file, item, digest].flatMap((part) => {
      const copy = document.createElement("code");
      copy.textContent = part.textContent;
      return [" ", copy];
    });
    return line(number, ...parts);
  }

  /* Meanings: of the word itself and, where it heads a column or a list, of each status that stands below. */
  function words(element) {
    const said = element.matches(".mf-pill") ? element.lastChild : element.matches("label") ? element.firstChild : element;
    return element.dataset.word ?? said.textContent.trim();
  }

  /* The meaning of pills that say the same, and of all signs that nothing is recorded, stands at the first of them. */
  function what(at) {
    const kind = at.matches(".mf-pill") ? ".mf-pill" : ".mf-muted";
    const same = (other) => other.dataset.what && words(other) === words(at);
    return at.dataset.what || all(`${kind}[data-what]`).find(same)?.dataset.what;
  }

  function below(at) {
    const head = at.closest("thead th");
    if (head) return [...head.closest("table").tBodies[0].rows].map((row) => row.cells[head.cellIndex]).filter(Boolean);
    return "below" in at.dataset ? [at.closest("p").nextElementSibling] : [];
  }

  function meanings(at) {
    const found = new Map([[words(at), what(at)]]);
    for (const part of below(at)) {
      for (const pill of all(".mf-pill[data-what]", part)) if (!found.has(words(pill))) found.set(words(pill), what(pill));
    }
    return [...found].map(([word, meaning]) => line(word, meaning));
  }

  /* The mouse rests on a word, or passes on to the popover. */
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    if (popover.contains(target)) return clearTimeout(closing);
    const at = target.closest(OPENERS);
    if (!at) return closeSoon();
    clearTimeout(closing);
    clearTimeout(opening);
    opening = setTimeout(open, PAUSE, at);
  });
  document.documentElement.addEventListener("pointerleave", closeSoon);

  /* The focus of the keyboard, also on a link around a word. */
  document.addEventListener("focusin", ({ target }) => {
    const at = target.closest(OPENERS) ?? (target.matches("a") && target.querySelector(OPENERS));
    if (at && target.matches(":focus-visible")) open(at);
  });
  document.addEventListener("focusout", closeSoon);

  /* A finger cannot hover: its first tap on a link to a meaning or a source shows it, the second follows the link. */
  let tapped = null;
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    const at = target.closest(OPENERS);
    tapped = { touch: pointerType !== "mouse", at, shown: at === mark };
  });
  document.addEventListener("click", (event) => {
    if (popover.contains(event.target)) return;
    const at = event.target.closest(OPENERS);
    const within = event.target.closest("a, button, summary, label");
    const touch = event.detail && tapped?.at === at && tapped.touch;
    if (!at || (within && within !== at) || (within && !touch) || tapped?.shown) return close();
    if (at.matches("a") && !at.matches(".mf-term, .mf-pill-link, .mf-cite a")) return;
    if (at.matches("a")) event.preventDefault();
    open(at);
  });

  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("input", close);
  /* What has the focus keeps its popover, for the focus itself scrolls. */
  function scrolled({ target }) {
    if (!mark || target === popover) return;
    if (mark.matches(":focus")) place();
    else close();
  }
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
})();
