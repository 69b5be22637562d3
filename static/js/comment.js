// A comment's form: keeps what is typed, on the server and until then in this browser, and picks words in the clause.
// Without this script the form works by its buttons, and the words it is about are written into their field.
"use strict";

(() => {
  const form = document.getElementById("comment-form");
  if (!form) return;
  const said = form.querySelector("[data-kept]");
  const PAUSE = 1500;
  const RETRY = 8000;
  const LIMIT = 15000;
  let key = form.dataset.key;
  let waiting = 0;
  let sending = null;
  let leaving = false;
  let submitter = null;
  let renewed = false;

  const clock = (when) => new Date(when).toLocaleTimeString("en-GB");

  function typed() {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") fields[name] = value;
    return fields;
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  let onServer = typed();

  // The browser's own copy: made at each keystroke, dropped when the server has the same words.
  function keepHere(sent = false) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, fields: typed() }));
    } catch {
      // no room, or not allowed: the server's copy has to do
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept, so there is nothing to forget
    }
  }

  function schedule(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(send, pause);
  }

  async function send() {
    if (sending || leaving || same(typed(), onServer)) return;
    sending = new AbortController();
    const limit = setTimeout(() => sending.abort(), LIMIT);
    const before = typed();
    let again = null;
    try {
      const answer = await fetch(form.dataset.autosave || location.href, {
        method: "POST",
        body: new FormData(form),
        signal: sending.signal,
        redirect: "error",
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.ok) kept(await answer.json(), before);
      else if (answer.status === 409) said.textContent = `Not kept yet: ${(await answer.json()).refusal}`;
      else if (answer.status === 401) said.textContent = "Your session has ended. Your words are kept in this browser: sign in again in another window, then go on here.";
      else if (answer.status === 403 && !renewed && (renewed = await takeNewToken(form, key))) schedule(0);
      else if (answer.status === 403) said.textContent = "Not kept: the comment has been submitted, or this page is out of date. Your words are kept in this browser.";
      else again = "The server could not keep the draft";
    } catch {
      again = "No connection";
    } finally {
      clearTimeout(limit);
      sending = null;
    }
    if (again) said.textContent = `${again}: your words are kept in this browser only. Trying again.`;
    if (submitter) return form.requestSubmit(submitter);
    if (again) schedule(RETRY);
    else if (!same(before, typed())) schedule(PAUSE);
  }

  function kept(answer, before) {
    said.textContent = `Draft kept at ${clock(answer.kept_at)}${answer.but ? `, but: ${answer.but}` : ""}`;
    onServer = before;
    if (form.elements.seen) form.elements.seen.value = answer.kept_at;
    renewed = false;
    const unchanged = same(before, typed());
    if (unchanged || key !== answer.key) forget();
    key = answer.key;
    if (!unchanged) keepHere();
    if (form.dataset.autosave === answer.autosave) return;
    // The first autosave of a new comment has begun a draft; from here on this page edits it, also when loaded again.
    form.dataset.autosave = answer.autosave;
    form.action = answer.form;
    history.replaceState(null, "", answer.form);
  }

  function offerCopy() {
    let copy = null;
    try {
      copy = JSON.parse(localStorage.getItem(key));
    } catch {
      return;
    }
    if (!copy) return;
    if (same(copy.fields, typed())) return forget();
    const offer = document.getElementById("kept-here");
    offer.querySelector("[data-when]").textContent = new Date(copy.at).toLocaleString();
    offer.hidden = false;
    offer.querySelector("[data-restore]").addEventListener("click", () => {
      for (const [name, value] of Object.entries(copy.fields)) {
        const field = form.elements.namedItem(name);
        if (field) field.value = value;
      }
      offer.hidden = true;
      form.elements.proposed.dispatchEvent(new Event("input", { bubbles: true }));
      form.elements.reasoning.focus();
    });
    offer.querySelector("[data-forget]").addEventListener("click", () => {
      forget();
      offer.hidden = true;
    });
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "words") form.elements.nth.value = "";
    keepHere();
    schedule(PAUSE);
  });
  // A submission waits for an autosave that is on its way: both might begin the same comment.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    keepHere(true);
    if (sending) {
      submitter = event.submitter;
      event.preventDefault();
      return;
    }
    leaving = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("online", () => schedule(0));
  addEventListener("focus", () => schedule(0)); // one comes back from the tab in which one has signed in again
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;

  // The wording beside the form is written anew while one types; what has been unfolded in it stays so.
  let unfolded = false;
  const details = () => document.querySelector("#preview details");
  document.addEventListener("htmx:beforeSwap", () => {
    unfolded = Boolean(details()?.open);
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (details()) details().open = unfolded;
  });
  offerCopy();

  // Picking words: what is marked in the clause, by mouse or keyboard, goes into the field at the press of a button.
  const clause = document.querySelector("[data-markable] .clause-body > p");
  const pick = form.querySelector("[data-pick]");
  if (!clause || !pick) return;
  const button = pick.querySelector("button");
  const WORD = /[\p{L}\p{N}_]+(?:[’'\-‑.][\p{L}\p{N}_]+)*/gu;
  let marked = null;
  pick.hidden = false;

  // The words of a range as the clause has them: attributions, notes and words for the ear are not the treaty's.
  function words(range) {
    const part = document.createElement("div");
    part.append(range.cloneContents());
    for (const aside of part.querySelectorAll(".vh, .by, .aside, .fnref")) aside.remove();
    return part.textContent;
  }

  const split = (text) => (text.match(WORD) || []).map((word) => word.toLowerCase());

  function occurrence(range, meant) {
    const upTo = document.createRange();
    upTo.setStart(clause, 0);
    upTo.setEnd(range.startContainer, range.startOffset);
    const before = split(words(upTo));
    const wanted = split(meant);
    const all = [...before, ...wanted];
    let earlier = 0;
    for (let start = 0; start < before.length; start += 1) {
      if (wanted.every((word, place) => all[start + place] === word)) earlier += 1;
    }
    return earlier;
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !clause.contains(range.commonAncestorContainer)) return;
    const meant = words(range).replace(/\s+/g, " ").trim();
    marked = split(meant).length ? { meant, nth: occurrence(range, meant) } : null;
    button.disabled = !marked;
  });
  button.addEventListener("click", () => {
    form.elements.words.value = marked.meant;
    form.elements.nth.value = marked.nth;
    form.elements.words.focus();
    keepHere();
    schedule(PAUSE);
  });
})();

// A comment's own page: what the browser kept of it and has sent is no longer needed.
(() => {
  const page = document.querySelector("[data-sent]");
  if (!page) return;
  for (const key of page.dataset.sent.split(" ")) {
    try {
      if (JSON.parse(localStorage.getItem(key))?.sent) localStorage.removeItem(key);
    } catch {
      // no store, nothing to forget
    }
  }
})();
