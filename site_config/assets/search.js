/* The search dialogue, over the index that generator/site/search writes. Nothing is loaded before somebody searches; then
   one or two small scripts for each word, and those of the results shown. Scripts, because a page opened from a disk may
   load nothing else. Nothing here parses HTML: elements are made one by one and filled with text. */
(() => {
  "use strict";

  const root = new URL("..", document.currentScript.src);
  const opener = document.getElementById("mf-find");
  const dialog = document.getElementById("mf-search");
  if (!opener || !dialog) return;
  const [input, kinds, status, list, more] = ["input", ".mf-search__kinds", "[role=status]", "ol", ".mf-search__more"].map(
    (part) => dialog.querySelector(part),
  );
  const { say, sayMany } = globalThis.modelfolioWords;
  const SHOWN = 20;
  const NEIGHBOURS = 2;
  const PLACES = [8, 3, 1]; /* what a word counts in a title, among the names, in the text */

  /* Words, as generator/site/search/tokens.py makes them */
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUN = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
  const PAIRED = new RegExp(`^[${UNSPACED}]`, "u");

  function plain(text) {
    const letters = text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
    return letters.replaceAll("ß", "ss").replaceAll("ς", "σ").replaceAll("\u0640", "");
  }

  function words(text) {
    const found = (plain(text).match(RUN) ?? []).flatMap((word) => {
      const letters = [...word];
      if (!PAIRED.test(word)) return letters.slice(0, 32).join("");
      return letters.length === 1 ? word : letters.slice(1).map((letter, before) => letters[before] + letter);
    });
    return [...new Set(found)];
  }

  /* Files of the index */
  const waiting = new Map();
  const files = new Map();
  globalThis.modelfolioSearch = (name, data) => waiting.get(name)?.(data);

  function load(name) {
    if (!files.has(name)) {
      const script = document.createElement("script");
      script.src = new URL(`search/${name}.js`, root);
      files.set(
        name,
        new Promise((resolve, reject) => {
          waiting.set(name, resolve);
          script.onerror = () => {
            files.delete(name);
            reject(new Error(`${script.src} could not be loaded`));
          };
        }).finally(() => script.remove()),
      );
      document.head.append(script);
    }
    return files.get(name);
  }

  /* The first place in a sorted list where something greater stands */
  function after(sorted, word) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function count(places, factor, scores) {
    places.forEach((steps, place) => {
      let number = -1;
      const reached = () => (scores[number] = Math.max(scores[number], PLACES[place] * factor));
      for (const step of steps) {
        if (step > 0) {
          number += step;
          reached();
        } else {
          for (let left = step; left < 0; left += 1) {
            number += 1;
            reached();
          }
        }
      }
    });
  }

  /* How well every record answers to one word: 0 for not at all; the whole word counts twice its beginning */
  async function scored(index, word) {
    const scores = new Uint8Array(index.total);
    const first = Math.max(after(index.starts, word) - 1, 0);
    const last = after(index.starts, `${word}\uffff`) - 1;
    const wide = index.beginnings.includes(word);
    const numbers = Array.from({ length: wide ? NEIGHBOURS : last - first + 1 }, (_, at) => first + at);
    const pieces = numbers.filter((number) => number < index.starts.length).map((number) => load(`words/${number}`));
    const code = [...word].map((letter) => letter.codePointAt(0).toString(16)).join("-");
    if (wide) count(await load(`beginnings/${code}`), 1, scores);
    for (const [names, lists] of await Promise.all(pieces)) {
      for (let at = Math.max(after(names, word) - 1, 0); at < names.length; at += 1) {
        if (names[at].startsWith(word)) count(lists[at], names[at] === word ? 2 : 1, scores);
        else if (names[at] > word) break;
      }
    }
    return scores;
  }

  async function search(asked) {
    const index = await load("index");
    index.total ??= index.kinds.reduce((sum, [, number]) => sum + number, 0);
    const each = await Promise.all(asked.map((word) => scored(index, word)));
    const found = [];
    let end = 0;
    for (const [kind, number] of index.kinds) {
      for (let record = end; record < end + number; record += 1) {
        if (!each.every((scores) => scores[record])) continue;
        found.push({ record, kind, score: each.reduce((sum, scores) => sum + scores[record], 0) });
      }
      end += number;
    }
    return found.sort((a, b) => b.score - a.score || a.record - b.record);
  }

  /* Results */
  function made(tag, name, text = "") {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  function marked(tag, name, text, asked) {
    const element = made(tag, name);
    for (const part of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
      const hit = part && asked.some((word) => plain(part).includes(word));
      element.append(hit ? made("mark", "", part) : part);
    }
    element.dir = "auto";
    return element;
  }

  async function line({ record, kind }, asked) {
    const { perFile } = await load("index");
    const rows = await load(`records/${Math.floor(record / perFile)}`);
    const [title, href, summary] = rows[record % perFile];
    const link = made("a", "mf-search__result");
    link.href = new URL(href, root);
    const head = made("span", "mf-search__title");
    head.append(marked("b", "", title, asked), " ", made("span", "mf-chip", kind));
    link.append(head);
    if (summary) link.append(marked("span", "mf-search__summary", summary, asked));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  let turn = 0;
  let shown = { asked: [], found: [], kind: "", number: 0 };
  const chosen = () => (shown.kind ? shown.found.filter(({ kind }) => kind === shown.kind) : shown.found);

  async function add(mine) {
    const hits = chosen();
    const items = await Promise.all(hits.slice(shown.number, shown.number + SHOWN).map((hit) => line(hit, shown.asked)));
    if (mine !== turn) return;
    if (!shown.number) list.replaceChildren();
    list.append(...items);
    shown.number += items.length;
    more.hidden = shown.number >= hits.length;
    const asked = shown.asked.map((word) => `“${word}”`).join(say(" and "));
    status.textContent = hits.length
      ? sayMany(hits.length, "{n} result", "{n} results")
      : say("Nothing begins with {words}", { words: asked });
  }

  function offer() {
    const numbers = new Map();
    for (const { kind } of shown.found) numbers.set(kind, (numbers.get(kind) ?? 0) + 1);
    const buttons = numbers.size < 2 ? [] : [["", shown.found.length], ...numbers];
    kinds.replaceChildren(
      ...buttons.map(([kind, number]) => {
        const button = made("button", "", `${kind || say("all")} ${number.toLocaleString("en")}`);
        button.type = "button";
        button.setAttribute("aria-pressed", String(kind === shown.kind));
        button.addEventListener("click", () => {
          for (const each of kinds.children) each.setAttribute("aria-pressed", String(each === button));
          Object.assign(shown, { kind, number: 0 });
          attempt(add);
        });
        return button;
      }),
    );
  }

  async function answer(mine) {
    const asked = words(input.value);
    const found = asked.length ? await search(asked) : [];
    if (mine !== turn) return;
    shown = { asked, found, kind: "", number: 0 };
    offer();
    if (asked.length) return add(mine);
    list.replaceChildren();
    more.hidden = true;
    status.textContent = say("Type what you look for; each word narrows.");
  }

  /* What somebody asked for later is what counts. */
  function attempt(task) {
    turn += 1;
    task(turn).catch((error) => (status.textContent = say("The search failed: {reason}", { reason: error.message })));
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    attempt(answer);
  }

  /* Down and up go through the results, and up from the first one back to the words. */
  function walk(event) {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === input) links[0]?.click();
    if (event.key === "Escape") {
      event.preventDefault(); /* which would empty the box first */
      dialog.close();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
  }

  const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

  opener.hidden = false;
  opener.addEventListener("click", open);
  dialog.querySelector(".mf-search__close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", walk);
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  input.addEventListener("input", () => attempt(answer));
  more.addEventListener("click", async () => {
    const before = list.children.length;
    turn += 1;
    await add(turn);
    list.children[before]?.querySelector("a").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    event.preventDefault();
    open();
  });
})();
