// From one change to the next without asking the server again. Without this script the same links do it with a request.
"use strict";
(() => {
  const stepper = document.querySelector(".stepper");
  if (!stepper) return;
  const count = Number(stepper.dataset.changes);
  const [back, onward] = stepper.querySelectorAll("[data-step]");
  let at = Number(stepper.dataset.at);

  const go = (to) => {
    const row = document.getElementById(`change-${to}`);
    if (!row) return;
    document.querySelector(".here")?.classList.remove("here");
    row.classList.add("here");
    row.scrollIntoView({ block: "center" });
    at = to;
    stepper.querySelector("[role=status]").innerHTML = `Change <b>${to}</b> of ${count}`;
    back.hidden = at <= 1;
    onward.hidden = at >= count;
  };

  stepper.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    go(at + Number(step.dataset.step));
  });
})();
