// What a page does when its token is refused: somebody has signed in again in another tab, and the new session has another
// one. The page is asked for anew; where its form still belongs to the same person (`key` says whose it is), the new token
// is taken over and what was typed can be sent. Another person's token never is: words must not go out under their name.
"use strict";
const takeNewToken = async (form, key) => {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(form.id);
  if (fresh?.dataset.key !== key) return false;
  form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
  document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
  return true;
};
