// A form stays open, with all that was typed, while the server cannot be reached. A script that keeps
// the text reaches it in its own way: `form.reach` gives whether a server answered.
(() => {
  const unreached = document.querySelector("[data-reach]");
  const form = unreached.closest("form");
  let isThere = false;
  let isWaiting = false;

  async function reach() {
    if (form.reach) return form.reach();
    try {
      return (await fetch(unreached.dataset.reach, { cache: "no-store" })).ok;
    } catch {
      return false;
    }
  }

  async function send(event) {
    if (isThere) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    isThere = await reach();
    isWaiting = false;
    unreached.hidden = isThere;
    if (isThere) form.requestSubmit(event.submitter);
    else unreached.scrollIntoView({ block: "center" });
  }
  form.addEventListener("submit", send);
  window.addEventListener("pageshow", () => (isThere = false));
})();
