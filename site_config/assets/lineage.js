/* The lineage under the mouse or the focus: what an object was made from, and what came of it, stand out. The figure says by
   itself what is joined: each of its lines ends on the edges of two boxes. Progressive enhancement only: without it the
   table beside the figure says the same. */
(() => {
  "use strict";

  const all = (selector, within) => [...within.querySelectorAll(selector)];
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const NEAR = 1; /* px between the end of a line and the edge of its box */

  /* The largest rectangle of a node is its box; a pile and an icon have smaller ones. */
  function boxed(element) {
    const boxes = all("rect", element).map((rect) => ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))));
    return { element, box: boxes.sort((a, b) => b[2] - a[2])[0] };
  }

  function holds([x, y, width, height], [px, py]) {
    return px >= x - NEAR && px <= x + width + NEAR && py >= y - NEAR && py <= y + height + NEAR;
  }

  /* Dotted lines join a version to the one before it, which is no ancestor of it. */
  function read(svg) {
    const nodes = all(":scope > :is(a, g):has(> title)", svg).map(boxed).filter(({ box }) => box);
    const lines = all(":scope > path:is(.s-edge, .s-edge-hi)", svg);
    const edges = lines
      .filter((line) => !line.getAttribute("stroke-dasharray")?.startsWith("1.2"))
      .flatMap((line) => line.getAttribute("d").match(/M[^M]+/g))
      .map((d) => {
        const numbers = d.match(/-?[\d.]+/g).map(Number);
        const [from, to] = [numbers.slice(0, 2), numbers.slice(-2)].map((end) => nodes.find(({ box }) => holds(box, end)));
        return { d, from, to };
      })
      .filter(({ from, to }) => from && to);
    return { nodes, lines, edges };
  }

  function reached(start, edges, from, to) {
    const seen = new Set([start]);
    for (const node of seen) for (const edge of edges) if (edge[from] === node) seen.add(edge[to]);
    return seen;
  }

  function traceable(svg) {
    const { nodes, lines, edges } = read(svg);
    if (!edges.length) return;
    const highlight = document.createElementNS(NAMESPACE, "path");
    highlight.setAttribute("class", "mf-trace s-edge-hi");
    highlight.setAttribute("fill", "none");
    lines.at(-1).after(highlight);
    lines.forEach((line) => line.classList.add("mf-line"));
    nodes.forEach(({ element }) => element.classList.add("mf-node"));
    let shown = null;

    function show(node) {
      if (node === shown) return;
      shown = node;
      svg.classList.toggle("mf-traced", Boolean(node));
      const before = node ? reached(node, edges, "to", "from") : new Set();
      const after = node ? reached(node, edges, "from", "to") : new Set();
      for (const each of nodes) each.element.classList.toggle("mf-on", before.has(each) || after.has(each));
      const on = edges.filter(({ from, to }) => (before.has(from) && before.has(to)) || (after.has(from) && after.has(to)));
      highlight.setAttribute("d", on.map(({ d }) => d).join(""));
    }

    const at = (target) => nodes.find(({ element }) => element.contains(target)) ?? null;
    svg.addEventListener("pointerover", ({ target }) => show(at(target) ?? at(document.activeElement)));
    svg.addEventListener("pointerleave", () => show(at(document.activeElement)));
    svg.addEventListener("focusin", ({ target }) => show(at(target)));
    svg.addEventListener("focusout", () => show(null));
    svg.addEventListener("keydown", ({ key }) => key === "Escape" && show(null));
  }

  all(".mf-canvas.mf-wide > svg", document).forEach(traceable);
})();
