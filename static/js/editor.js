// Keeps what an editor types: on the server two seconds after the last key, in this browser until the server has it.
// Says truthfully which of the two is the case. Saving, previewing and merging work without this script.
"use strict";
(() => {
  const form = document.getElementById("editor");
  if (!form) return;
  const { heading, source, reason } = form.elements;
  const fields = { heading, source, reason };
  const state = document.getElementById("state");
  const PAUSE = 2000;
  let kept = words();
  let timer = 0;
  let sending = null;
  let leaving = false;
  let renewed = false;

  function words() {
    return JSON.stringify([heading.value, source.value, reason.value]);
  }

  const say = (sentence) => {
    state.textContent = sentence;
  };

  const clock = (when) => new Date(when).toLocaleTimeString("en-GB");

  // --- in this browser ---
  const keepHere = () => {
    const copy = { words: words(), base: form.elements.base.value, at: Date.now() };
    try {
      localStorage.setItem(form.dataset.key, JSON.stringify(copy));
      return true;
    } catch {
      return false; // a full or forbidden store: then only the server can keep it
    }
  };

  const forgetHere = () => {
    try {
      localStorage.removeItem(form.dataset.key);
    } catch {
      // nothing was kept, so there is nothing to forget
    }
  };

  const offerBack = () => {
    const offer = document.getElementById("kept-here");
    let copy = null;
    try {
      copy = JSON.parse(localStorage.getItem(form.dataset.key));
    } catch {
      return;
    }
    if (!copy || copy.words === words()) return forgetHere();
    offer.querySelector("[data-when]").textContent = `on ${new Date(copy.at).toLocaleString("en-GB")}`;
    offer.hidden = false;
    offer.querySelector("[data-restore]").addEventListener("click", () => {
      [heading.value, source.value, reason.value] = JSON.parse(copy.words);
      form.elements.base.value = copy.base;
      offer.hidden = true;
      source.dispatchEvent(new Event("input", { bubbles: true }));
      source.focus();
    });
    offer.querySelector("[data-forget]").addEventListener("click", () => {
      offer.hidden = true;
      forgetHere();
    });
  };

  // --- on the server ---
  const keep = async () => {
    if (sending || leaving || words() === kept) return;
    const now = words();
    const body = new FormData(form);
    body.delete("act");
    sending = new AbortController();
    const limit = setTimeout(() => sending?.abort(), 15000);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body,
        signal: sending.signal,
        redirect: "error",
        headers: { "X-Requested-With": "fetch" },
      });
      await told(answer, now);
    } catch {
      if (!leaving) notKept("Not kept: no connection.");
    } finally {
      clearTimeout(limit);
      sending = null;
    }
    if (words() !== now) wait();
  };

  const told = async (answer, now) => {
    if (answer.ok) {
      const { kept_at: at } = await answer.json();
      kept = now;
      renewed = false;
      if (words() === now) forgetHere();
      say(`Draft kept on the server at ${clock(at)}. Only you see it until you save a version.`);
    } else if (answer.status === 401) {
      notKept("Your session has ended. Sign in in another tab; your words stay here.", false);
    } else if (answer.status === 403) {
      if (!renewed && (renewed = await takeNewToken(form, form.dataset.key))) return wait(0);
      notKept("Not kept: this page is out of date or your role has changed.");
    } else {
      const refused = answer.status === 409 ? (await answer.json()).refusal : "the server could not take it.";
      notKept(`Not kept: ${refused}`);
    }
  };

  const notKept = (sentence, addition = true) => {
    const here = keepHere();
    if (!addition) return say(sentence);
    say(`${sentence} ${here ? "Your words are in this browser." : "Copy your words before you leave this page."}`);
    if (!timer) wait(10000);
  };

  const wait = (pause = PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      keep();
    }, pause);
  };

  for (const field of Object.values(fields)) {
    field.addEventListener("input", () => {
      keepHere();
      if (words() !== kept) say("Typing …");
      wait();
    });
  }
  addEventListener("online", keep);
  addEventListener("focus", keep); // one comes back from the tab in which one has signed in again

  // --- leaving and saving ---
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    sending?.abort();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && words() !== kept) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    }
  });

  // --- marks ---
  const marks = form.querySelector(".toolbar-marks");
  marks.hidden = false;
  marks.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-before]");
    if (!mark) return;
    const [start, end] = [source.selectionStart, source.selectionEnd];
    const { before, after } = mark.dataset;
    const chosen = source.value.slice(start, end);
    source.focus();
    // The old command keeps the browser's own undo; where it is gone, the field is written directly.
    if (!document.execCommand("insertText", false, before + chosen + after)) {
      source.setRangeText(before + chosen + after, start, end, "end");
      source.dispatchEvent(new Event("input", { bubbles: true }));
    }
    source.setSelectionRange(start + before.length, start + before.length + chosen.length);
  });

  // --- levels: Ctrl+] moves the marked lines a step in, Ctrl+[ a step out ---
  const STEP = "    ";
  const write = (text, start, end) => {
    source.setSelectionRange(start, end);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done) {
      source.setRangeText(text, start, end, "end");
      source.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  source.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (event.key !== "]" && event.key !== "[")) return;
    event.preventDefault();
    const { value, selectionStart: from, selectionEnd: to } = source;
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const until = value.indexOf("\n", to > from && value[to - 1] === "\n" ? to - 1 : to);
    const end = until < 0 ? value.length : until;
    const before = value.slice(start, end);
    const after = before.replace(/^.*$/gm, (line) => {
      if (event.key === "[") return line.replace(/^(?: {1,4}|\t)/, "");
      return line.trim() ? STEP + line : line;
    });
    if (after === before) return;
    write(after, start, end);
    if (from === to) source.setSelectionRange(...Array(2).fill(Math.max(start, from + after.length - before.length)));
    else source.setSelectionRange(start, start + after.length);
  });

  const goTo = (number, column) => {
    const lines = source.value.split("\n");
    const line = Math.max(number - 1, 0);
    const before = lines.slice(0, line).join("\n").length + (line ? 1 : 0);
    source.focus();
    source.setSelectionRange(before + Math.max(column - 1, 0), before + (lines[line] ?? "").length);
    source.blur(); // a field scrolls to what is marked in it only when the focus comes to it
    source.focus();
  };
  form.addEventListener("click", (event) => {
    const place = event.target.closest("a[data-line]");
    if (!place) return;
    event.preventDefault();
    goTo(Number(place.dataset.line), Number(place.dataset.column));
  });
  const asked = /^#line-(\d+)$/.exec(location.hash); // a finding of the proofreading page leads to its line
  if (asked) goTo(Number(asked[1]), 1);

  offerBack();
})();
