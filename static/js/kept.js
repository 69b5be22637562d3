// Keeps what is typed into a form in this browser until the server has taken it: a session that has ended, a closed tab or a
// lost network loses nothing. `data-keeps` on the form says what it is about and whose it is; the page that follows a save
// has `data-taken` with the same name and drops the copy of a form that was sent. Without this script the form just works.
"use strict";

(() => {
  const PREFIX = "kept:";
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + name));
    } catch {
      return null; // not allowed, or not ours
    }
  };
  const write = (name, copy) => {
    try {
      if (copy) localStorage.setItem(PREFIX + name, JSON.stringify(copy));
      else localStorage.removeItem(PREFIX + name);
    } catch {
      // no room, or not allowed: the page itself has to do
    }
  };

  const taken = document.querySelector("[data-taken]")?.dataset.taken;
  if (taken && read(taken)?.sent) write(taken, null);

  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const name = form.dataset.keeps;
  const typed = () => Object.fromEntries([...new FormData(form)].filter(([field]) => field !== "csrfmiddlewaretoken"));
  const offered = typed();
  const put = (fields) => {
    for (const [field, value] of Object.entries(fields)) if (form.elements[field]) form.elements[field].value = value;
  };

  const copy = read(name);
  if (copy && JSON.stringify(copy.fields) !== JSON.stringify(offered) && !("answered" in form.dataset)) {
    put(copy.fields);
    const said = form.querySelector("[data-put-back]");
    said.hidden = false;
    said.querySelector("button").addEventListener("click", () => {
      put(offered);
      write(name, null);
      said.hidden = true;
      form.elements[Object.keys(offered)[0]].focus();
    });
  }
  form.addEventListener("input", () => write(name, { fields: typed() }));
  form.addEventListener("submit", () => write(name, { fields: typed(), sent: true }));
})();
