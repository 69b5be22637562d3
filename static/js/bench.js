// Selecting a clause without leaving the place one reads at. The page is asked for at the clause's own address and the
// parts that differ are taken from it: the column beside, and the rows of the old and the new selection. Without this
// script the same links load the same page.
"use strict";
(() => {
  const treaty = document.querySelector(".treaty");
  if (!treaty) return;

  const swap = (fresh, selector) => {
    const [was, now] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (was && now) was.replaceWith(now);
  };

  let shown = location.search;

  const select = async (address) => {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = document.getElementById("beside").matches(":popover-open");
    const ids = [...document.querySelectorAll(".clause.selected"), ...fresh.querySelectorAll(".clause.selected")];
    for (const id of new Set(ids.map((row) => row.id))) swap(fresh, `[id="${id}"]`);
    swap(fresh, "#beside");
    swap(fresh, "#bench-phone");
    if (open) document.getElementById("beside").showPopover();
  };

  treaty.addEventListener("click", async (event) => {
    const link = event.target.closest("a.clause-label, a.clause-mark, a.clause-count");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    try {
      await select(link.href);
      history.pushState({ clause: link.hash }, "", link.href);
      shown = location.search;
      document.querySelector(`[id="${link.hash.slice(1)}"] a`)?.focus({ preventScroll: true });
    } catch {
      location.assign(link.href);
    }
  });

  // A jump within the page, such as the skip link's, comes here too and changes nothing that is shown.
  addEventListener("popstate", () => {
    if (location.search !== shown) location.reload();
  });
})();
