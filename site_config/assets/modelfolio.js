/* Sorting and filtering. Progressive enhancement only: without it every page is complete.
   Nothing here parses HTML: elements are made one by one and filled with text. */
(() => {
  "use strict";

  /* Fixed text in the language of the page. The build writes the words in here; without one it is the English of the call.
     A text that counts has a form for each plural category of CLDR. */
  const WORDS = Object.assign({}, /*{{words}}*/);
  const category = new Intl.PluralRules(document.documentElement.lang || "en");
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const say = (text, values = {}) => filled(WORDS[text] ?? text, values);
  const sayMany = (n, one, many, values = {}) =>
    filled(WORDS[many]?.[category.select(n)] ?? (n === 1 ? one : many), { n: n.toLocaleString("en"), ...values });
  globalThis.modelfolioWords = { say, sayMany };

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* The state of tables stands in the address, so that a view can be sent: ?t-models.q=fraud&t-models.s=-3. What is
     chosen is a step of the browser's history, what is typed is not. */
  const state = {
    get: (table, key) => new URLSearchParams(location.search).get(`${table.id}.${key}`) ?? "",
    set(table, values, step) {
      const address = new URL(location.href);
      for (const [key, value] of Object.entries(values)) {
        if (value) address.searchParams.set(`${table.id}.${key}`, value);
        else address.searchParams.delete(`${table.id}.${key}`);
      }
      if (address.href === location.href) return;
      try {
        history[step ? "pushState" : "replaceState"](history.state, "", address);
      } catch {
        /* some browsers forbid this for pages on a disk */
      }
    },
  };
  const restored = (apply) => {
    apply();
    addEventListener("popstate", apply);
  };

  const said = document.createElement("div");
  said.className = "mf-said";
  said.setAttribute("role", "status");
  document.body.append(said);

  /* Sorting */
  const NOTHING = ".mf-missing, .mf-muted[data-what]"; /* what stands in a cell that nobody recorded anything for */
  const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

  function sortKey(cell) {
    const text = (cell?.dataset.v ?? (cell?.firstElementChild?.matches(NOTHING) ? "" : cell?.textContent) ?? "").trim();
    const plain = text.replace(/[\u2009\u202f]/g, "").replace("\u2212", "-");
    return NUMBER.test(plain) ? Number(plain) : text.toLowerCase();
  }

  /* Numbers before words in both directions, empty cells last, ties in the order they came. */
  function compare(a, b, direction) {
    if (a === b) return 0;
    if (a === "" || b === "") return a === "" ? 1 : -1;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true })) * direction;
  }

  /* The rows of a table, by the group that they stand in; rows before the first group have none. */
  function groups(rows) {
    const found = [{ head: null, rows: [] }];
    for (const row of rows) {
      if (row.classList.contains("mf-group")) found.push({ head: row, rows: [] });
      else found.at(-1).rows.push(row);
    }
    return found;
  }

  /* Rows below rows: each says in data-level how deep it stands, right below the one that it belongs to. */
  const level = (row) => Number(row.dataset.level ?? 0);

  function branches(rows) {
    const top = [];
    const above = [];
    for (const row of rows) {
      const branch = { row, below: [] };
      above.length = Math.min(above.length, level(row));
      (above.at(-1)?.below ?? top).push(branch);
      above.push(branch);
    }
    return top;
  }

  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const parts = groups(body.rows).map(({ head, rows }) => ({ head, top: branches(rows) }));

    /* By a column from 1, negative for downwards; 0 for the order in which the rows came. */
    function sort(asked) {
      const column = Math.abs(asked) - 1;
      const direction = Math.sign(asked);
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      heads[column]?.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      const ordered = (siblings) => {
        const keyed = siblings.map((branch) => ({ branch, key: asked ? sortKey(branch.row.cells[column]) : 0 }));
        if (asked) keyed.sort((a, b) => compare(a.key, b.key, direction));
        return keyed.flatMap(({ branch: { row, below } }) => [row, ...ordered(below)]);
      };
      for (const { head, top } of parts) body.append(...(head ? [head] : []), ...ordered(top));
    }

    heads.forEach((head, column) => {
      if (head.hasAttribute("data-nosort")) return;
      const button = document.createElement("button");
      button.type = "button";
      const label = document.createElement("span");
      const term = head.querySelector(".mf-term");
      if (term) button.dataset.what = term.dataset.what;
      label.append(...(term ?? head).childNodes);
      button.append(label);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        sort((column + 1) * direction);
        const sorted = { column: button.textContent.trim() };
        said.textContent =
          direction > 0 ? say("Sorted by {column}, ascending", sorted) : say("Sorted by {column}, descending", sorted);
        state.set(table, { s: String((column + 1) * direction) }, true);
      });
    });

    restored(() => {
      const asked = Number(state.get(table, "s"));
      const head = heads[Math.abs(asked) - 1];
      const meant = head && !head.hasAttribute("data-nosort") ? asked : 0;
      if (meant || table.querySelector("th[aria-sort]")) sort(meant);
    });
  }

  /* Folding: rows below a row are put away until its button is pressed. On paper, and without this, they are all there; while
     a table is filtered, whatever fits is shown, folded or not. Which are open stands in the address. */
  function foldable(table) {
    const body = table.tBodies[0];
    const buttons = all("button.mf-fold", body);
    if (!buttons.length) return;

    function settle() {
      let closed = Infinity;
      for (const row of body.rows) {
        if (level(row) <= closed) closed = Infinity;
        row.classList.toggle("mf-folded", level(row) > closed);
        if (closed === Infinity && row.querySelector(".mf-fold")?.getAttribute("aria-expanded") === "false") closed = level(row);
      }
      table.dispatchEvent(new Event("fold"));
    }

    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => {
        button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
        settle();
        const open = buttons.flatMap((each, at) => (each.getAttribute("aria-expanded") === "true" ? [at + 1] : []));
        state.set(table, { o: open.join(".") }, false);
      });
    }
    restored(() => {
      const open = state.get(table, "o").split(".");
      buttons.forEach((button, at) => button.setAttribute("aria-expanded", String(open.includes(String(at + 1)))));
      settle();
    });
  }

  /* Filtering: words in a box, chips of which one is pressed, and a list of the values that rows have of a facet. A row
     says its values in data-f-<facet>, one a line. */
  function filterable(tools) {
    const table = document.getElementById(tools.dataset.for);
    if (!table) return;
    const input = tools.querySelector("input");
    const output = tools.querySelector("output");
    const chips = all("button[data-f]", tools);
    const facets = all("select[data-facet]", tools);
    const values = (row, { dataset }) => row.getAttribute(`data-f-${dataset.facet}`)?.split("\n") ?? [""];
    const parts = groups(table.tBodies[0].rows).map(({ head, rows }) => ({
      head,
      rows: rows.map((row) => ({
        row,
        text: row.textContent.toLowerCase(),
        tags: (row.dataset.tags ?? "").split(" "),
        facets: facets.map((facet) => values(row, facet)),
      })),
    }));
    const rows = parts.flatMap((part) => part.rows);

    facets.forEach((facet, at) => {
      const found = new Map();
      for (const row of rows) for (const value of row.facets[at]) found.set(value, (found.get(value) ?? 0) + 1);
      const sorted = [...found].sort(([a], [b]) => compare(a, b, 1));
      facet.append(...sorted.map(([value, times]) => new Option(`${value || say("none")} (${times})`, value || "-")));
      facet.closest("label").hidden = found.size < 2;
    });
    const folded = tools.querySelector("details");
    if (folded) folded.hidden = facets.every((facet) => facet.closest("label").hidden);

    function show() {
      const words = (input?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const tag = chips.find((chip) => chip.getAttribute("aria-pressed") === "true")?.dataset.f ?? "";
      const asked = facets.map((facet) => facet.value);
      const fits = ({ text, tags, facets: own }) =>
        words.every((word) => text.includes(word)) &&
        (!tag || tags.includes(tag)) &&
        asked.every((value, at) => !value || own[at].includes(value === "-" ? "" : value));
      const sifted = Boolean(words.length || tag || asked.some(Boolean));
      table.classList.toggle("mf-sifted", sifted);
      let shown = 0;
      for (const { head, rows: those } of parts) {
        const before = shown;
        for (const each of those) {
          each.row.hidden = !fits(each);
          if (!each.row.hidden && (sifted || !each.row.classList.contains("mf-folded"))) shown += 1;
        }
        if (head) head.hidden = shown === before;
      }
      if (output) output.textContent = say("{shown} of {all} shown", { shown, all: rows.length });
      return Object.fromEntries([["q", input?.value.trim()], ["f", tag], ...facets.map((facet) => [facet.dataset.facet, facet.value])]);
    }

    const changed = (step) => state.set(table, show(), step);
    const press = (tag) => chips.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.f === tag)));

    table.addEventListener("fold", show);
    input?.addEventListener("input", () => changed(false));
    facets.forEach((facet) => facet.addEventListener("change", () => changed(true)));
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        press(chip.getAttribute("aria-pressed") === "true" ? "" : chip.dataset.f);
        changed(true);
      });
    }
    restored(() => {
      if (input) input.value = state.get(table, "q");
      const asked = state.get(table, "f");
      press(chips.some((chip) => chip.dataset.f === asked) ? asked : "");
      for (const facet of facets) {
        facet.value = state.get(table, facet.dataset.facet);
        if (facet.selectedIndex < 0) facet.value = "";
      }
      if (folded && facets.some((facet) => facet.value)) folded.open = true;
      show();
    });
    tools.hidden = false;
  }

  /* The rows that hold on a day: from data-from, where it is empty since ever, to before data-to, where it is empty still. */
  function dated(tools) {
    const table = document.getElementById(tools.dataset.dayFor);
    if (!table) return;
    const input = tools.querySelector("input");
    const output = tools.querySelector("output");
    const rows = [...table.tBodies[0].rows];

    function show() {
      const day = input.value;
      const begins = `${day}T00:00:00`;
      const ends = `${day}T23:59:59.999999`;
      let shown = 0;
      for (const row of rows) {
        const { from, to } = row.dataset;
        row.hidden = Boolean(day) && ((from && from > ends) || (to && to <= begins));
        if (!row.hidden) shown += 1;
      }
      output.textContent = day ? say("{shown} of {all} hold on {day} (UTC)", { shown, all: rows.length, day }) : "";
      state.set(table, { day }, false);
    }

    input.value = state.get(table, "day");
    input.addEventListener("input", show);
    tools.querySelector("button").addEventListener("click", () => {
      input.value = "";
      show();
    });
    tools.hidden = false;
    show();
  }

  /* The page */
  function start() {
    all("table[data-sortable]").forEach(sortable);
    all("table[data-sortable]").forEach(foldable);
    all(".mf-tools[data-for]").forEach(filterable);
    all(".mf-tools[data-day-for]").forEach(dated);
  }

  /* The theme wraps plain tables late, and leaves the keyboard no way into them. */
  addEventListener("load", () => {
    for (const region of all(".md-typeset__scrollwrap")) {
      region.tabIndex = 0;
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", say("Table, scrollable"));
    }
  });

  addEventListener("beforeprint", () => {
    for (const details of all("details:not([open])")) {
      details.open = true;
      details.dataset.opened = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const details of all("details[data-opened]")) {
      details.open = false;
      delete details.dataset.opened;
    }
  });

  start();
})();
