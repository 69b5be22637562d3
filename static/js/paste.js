// Paste from Word: what it puts on the clipboard as HTML becomes the drafting syntax, one clause a line. Numbering,
// brackets, italics and footnotes are kept, deleted text and everything else is dropped. A plain paste is left alone.
"use strict";
(() => {
  const form = document.getElementById("editor");
  if (!form) return;
  const source = form.elements.source;
  const told = document.getElementById("pasted");

  const BLOCKS = new Set(
    "P DIV LI UL OL H1 H2 H3 H4 H5 H6 TABLE TR TD TH BLOCKQUOTE SECTION ARTICLE DL DT DD PRE".split(" "),
  );
  const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
  const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
  const MARKER = /^\[?(?:\d{1,3}(?: [a-z]+)?\.|\(?(?:[a-z]{1,8}|[A-Z]{1,2}|\d{1,3})\)|[a-z]\.|[-–—•·])(?:\s|$)/;
  const INDENT = "    ";

  const tidy = (text) => text.replace(INVISIBLE, "").replace(SPACES, " ");
  const styleOf = (element) => element.dataset.look ?? "";

  // Styles are read and never applied, handlers are nothing to us: under names of our own they need no permission of
  // the content security policy, which would report each of them.
  const inert = (html) =>
    html
      .replace(/<style\b[^]*?<\/style>/gi, "")
      .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-look=").replace(/\son\w+\s*=/gi, " data-on="));

  // --- what is no text of the document ---
  const isDropped = (element) => {
    const style = styleOf(element);
    const look = String(element.getAttribute("class") ?? "");
    return (
      /^(STYLE|SCRIPT|TITLE|META|LINK|DEL|TEMPLATE|O:P)$/.test(element.tagName) ||
      /mso-element:\s*(?:footnote|endnote|comment)-list|display:\s*none|mso-hide:\s*all/i.test(style) ||
      /\bmsoDel\b|TrackChangeTextDeletion|MsoComment|msocom/i.test(look)
    );
  };

  // --- footnotes: two links that lead to one another, whoever wrote them ---
  const named = (page, name) => page.getElementById(name) ?? page.getElementsByName(name)[0] ?? null;

  const footnoteOf = (link, page) => {
    const name = (link.getAttribute("href") ?? "").split("#")[1];
    if (!name || /ref\d*$/i.test(name)) return null;
    const target = named(page, name);
    const block = target?.closest("p, li, div");
    if (!block || block.contains(link)) return null;
    const words = block.cloneNode(true);
    for (const back of words.querySelectorAll('a[href*="#"], [class*="FootnoteReference"]')) back.remove();
    return { block, words: tidy(words.textContent).replaceAll("{", "(").replaceAll("}", ")").trim() };
  };

  // --- numbers of lists that are no text ---
  const letters = (number) => String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.floor((number - 1) / 26) + 1);
  const roman = (number) => {
    let [rest, out] = [number, ""];
    for (const [value, sign] of [[100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]]) {
      for (; rest >= value; rest -= value) out += sign;
    }
    return out;
  };
  const STYLES = {
    a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman", 1: "decimal",
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha",
  };

  const numberOf = (list, item, place) => {
    if (list.tagName === "UL") return "–";
    const written = /list-style(?:-type)?:\s*([a-z-]+)/i.exec(`${styleOf(item)};${styleOf(list)}`)?.[1];
    const style = written ?? list.getAttribute("type") ?? "decimal";
    const kind = STYLES[style] ?? style;
    const figure = { "lower-alpha": letters, "lower-roman": roman, "upper-roman": roman }[kind]?.(place)
      ?? (kind === "upper-alpha" ? letters(place).toUpperCase() : String(place));
    const pattern = item.dataset.leveltext; // "(%2)": the number of the second level in parentheses
    if (pattern && /%\d/.test(pattern)) return usual(pattern.replace(/%\d(?:.*%\d)?/, figure), "");
    return kind === "decimal" ? `${figure}.` : `(${figure})`;
  };

  // "A." and "ii." as the syntax has them: "(A)", "(ii)". "i." after "h." is a letter.
  const usual = (marker, before) => {
    if (/^[·•o§▪➢\uf000-\uf0ff]$/.test(marker)) return "–";
    const dotted = /^([A-Z]|[ivxl]+)\.$/.exec(marker);
    if (!dotted || (marker.length === 2 && /[a-z]/.test(marker) && (marker !== "i." || before === "h."))) return marker;
    return `(${dotted[1]})`;
  };

  // --- reading ---
  class Reading {
    constructor(page, isNumbered) {
      this.page = page;
      this.lines = [];
      this.line = null;
      this.pending = null;
      this.footnotes = 0;
      this.deleted = 0;
      this.hasNumbers = isNumbered; // whether paragraphs "1." stand above: then the letters stand one step in
      this.deeper = new Map();
      this.before = [];
      this.notes = new Map();
      for (const link of page.querySelectorAll('a[href*="#"]')) {
        const note = footnoteOf(link, page);
        if (note) this.notes.set(link, note);
      }
      this.skipped = new Set([...this.notes.values()].map((note) => note.block));
      this.walk(page.body, false, 0);
      this.end();
    }

    walk(node, italic, depth) {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) this.say(child.nodeValue, italic);
        else if (child.nodeType === Node.ELEMENT_NODE) this.enter(child, italic, depth);
      }
    }

    enter(element, italic, depth) {
      const { tagName } = element;
      if (isDropped(element)) {
        if (tagName === "DEL" || /msoDel|Deletion/.test(element.className)) this.deleted += 1;
        return;
      }
      if (this.skipped.has(element)) return;
      const style = styleOf(element);
      if (/mso-list:\s*Ignore/i.test(style)) return this.mark(element);
      if (this.notes.has(element)) return this.note(this.notes.get(element).words);
      if (/FootnoteReference/.test(element.className) && !element.querySelector("a")) return;
      if (tagName === "BR") return this.say("\n", italic);
      const slanted = /^(I|EM)$/.test(tagName) || /font-style:\s*italic/i.test(style)
        || (italic && !/font-style:\s*normal/i.test(style));
      if (tagName === "OL" || tagName === "UL") return this.list(element, italic, depth);
      const isBlock = BLOCKS.has(tagName);
      if (isBlock) this.end(tagName === "P" || tagName === "DIV");
      const word = /mso-list:\s*(l\d+)\s+level(\d+)/i.exec(style);
      if (word) this.pending = { marker: "", level: Number(word[2]), list: word[1] };
      this.walk(element, slanted, depth);
      if (isBlock) this.end();
    }

    list(list, italic, depth) {
      this.end();
      let place = Number(list.getAttribute("start") ?? 1) || 1;
      for (const item of list.children) {
        if (item.tagName !== "LI") {
          this.enter(item, italic, depth + 1);
          continue;
        }
        place = Number(item.getAttribute("value")) || place;
        const level = Number(item.dataset.ariaLevel ?? item.getAttribute("aria-level")) || depth + 1;
        this.end();
        this.pending = { marker: numberOf(list, item, place), level, list: item.dataset.listid ?? "" };
        this.walk(item, italic, depth + 1);
        this.end();
        place += 1;
      }
    }

    // The number that Word writes as text before the words of an item.
    mark(element) {
      const marker = tidy(element.textContent).trim();
      if (!this.pending) return this.say(`${marker} `, false);
      this.pending.marker = usual(marker, this.before[this.pending.level]);
      this.before[this.pending.level] = marker;
    }

    note(words) {
      if (!words) return;
      this.footnotes += 1;
      this.open().runs.push({ text: `{fn: ${words}}`, italic: false });
    }

    say(text, italic) {
      const words = text === "\n" ? text : tidy(text);
      if (!words.trim() && !this.line && text !== "\n") return;
      if (words) this.open().runs.push({ text: words, italic });
    }

    open() {
      this.line ??= { runs: [], ...(this.pending ?? { marker: "", level: 0, list: "" }) };
      this.pending = null;
      return this.line;
    }

    // The line is full. Where the words of an item come in a paragraph of their own, its number waits for them.
    end(keepsNumber = false) {
      if (this.line) for (const text of written(this.line.runs)) this.add(text, this.line);
      this.line = null;
      if (!keepsNumber) this.pending = null;
    }

    add(text, line) {
      const { marker, level, list } = line;
      if (!text) return;
      const isParagraph = /^\d+(?: [a-z]+)?\.$/.test(marker) || (!marker && /^\d{1,3}\.\s/.test(text));
      if (level && !this.deeper.has(list)) this.deeper.set(list, !isParagraph && this.hasNumbers ? 1 : 0);
      if (isParagraph && level <= 1) this.hasNumbers = true;
      const steps = level ? level - 1 + (isParagraph && level === 1 ? 0 : this.deeper.get(list)) : 0;
      this.lines.push({ indent: marker ? INDENT.repeat(steps) : "", text: marker ? `${marker} ${text}` : text });
      line.marker = ""; // what follows a line break in the item has no number
    }
  }

  // Runs of a paragraph as text with *italics*; a break within it counts only where a new item begins after it.
  const written = (runs) => {
    const joined = [];
    for (const run of runs) {
      const last = joined.at(-1);
      if (last && (last.italic === run.italic || !run.text.trim())) last.text += run.text;
      else joined.push({ ...run });
    }
    const marked = joined.map(({ text, italic }) => {
      const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(text);
      return italic && /[\p{L}\p{N}]/u.test(words) && !words.includes("*") ? `${before}*${words}*${after}` : text;
    });
    const parts = [];
    for (const part of marked.join("").split("\n").map((one) => one.replace(SPACES, " ").trim())) {
      if (!parts.length || MARKER.test(part)) parts.push(part);
      else if (part) parts.push(`${parts.pop()} ${part}`.trim());
    }
    return parts;
  };

  // --- writing ---
  const insert = (lines) => {
    let [start, end] = [source.selectionStart, source.selectionEnd];
    const { value } = source;
    const lineStart = value.lastIndexOf("\n", start - 1) + 1;
    const standsAlone = !value.slice(lineStart, start).trim();
    const isOne = lines.length === 1;
    if (standsAlone && (!isOne || lines[0].indent)) start = lineStart;
    let text = lines.map((line) => line.indent + line.text).join("\n");
    if (isOne && !standsAlone) text = lines[0].text;
    if (!isOne && !standsAlone) text = `\n${text}`;
    if (!isOne && value[end] !== "\n" && end < value.length) text += "\n";
    source.focus();
    source.setSelectionRange(start, end);
    // The old command is one step for the browser's own undo; where it is gone, the field is written directly.
    if (!document.execCommand("insertText", false, text)) {
      source.setRangeText(text, start, end, "end");
      source.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

  const report = (reading) => {
    const text = reading.lines.map((line) => line.text).join("\n");
    const numbers = reading.lines.filter((line) => MARKER.test(line.text)).length;
    const brackets = (text.match(/\[/g) ?? []).length;
    const kept = [
      numbers && counted(numbers, "number"),
      brackets && counted(brackets, "bracket"),
      /\*[^*\n]+\*/.test(text) && "italics",
      reading.footnotes && counted(reading.footnotes, "footnote"),
    ].filter(Boolean);
    const words = `Pasted ${counted(reading.lines.length, "clause")} as plain text`;
    const also = kept.length ? `; kept ${kept.join(", ")}` : "";
    const gone = reading.deleted ? `; left out ${counted(reading.deleted, "tracked deletion")}` : "";
    told.textContent = `${words}${also}${gone}. Ctrl+Z takes it back.`;
  };

  source.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    // Without paragraphs, lists or italics there is nothing to keep; "pre" is a code editor, whose plain text is exact.
    if (!/<(?:p|li|i|em|h\d|td|del|ins)\b|mso-|font-style:\s*italic/i.test(html) || /white-space:\s*pre\b/i.test(html)) {
      told.textContent = "";
      return;
    }
    const page = new DOMParser().parseFromString(inert(html), "text/html");
    const above = source.value.slice(0, source.selectionStart);
    const reading = new Reading(page, /^\[?\d{1,3}(?: [a-z]+)?\. /m.test(above));
    if (!reading.lines.length) return;
    event.preventDefault();
    insert(reading.lines);
    report(reading);
  });
})();
