// Keeps what is typed into the form of a release on the server, and says who else has it open.
(() => {
  const EVERY = 20000; // milliseconds
  const LEAVING = 60000; // characters that browsers send for a page that is gone
  const box = document.querySelector("[data-keep]");
  const form = box.closest("form");
  const others = box.querySelector(".keep__others");
  const signedOut = box.querySelector(".keep__signed-out");
  const unreached = form.querySelector("[data-reach]");
  const kept = box.querySelector(".keep__kept");
  let first; // what the form said before anybody typed
  let last; // what is stored on either side, once somebody types
  let isSent = false;

  function typed() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  function show(told) {
    signedOut.hidden = true;
    const lines = told.others.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    });
    if (told.others.join() !== [...others.children].map((line) => line.textContent).join()) {
      others.replaceChildren(...lines);
    }
    if (told.kept) kept.textContent = told.kept;
  }

  // Gives whether a server answered, and not merely a proxy before it.
  async function keep(isLeaving) {
    if (isSent) return true;
    const text = last === undefined ? last : typed();
    const body = new URLSearchParams(text === last ? "" : text);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const keepalive = isLeaving && body.toString().length < LEAVING;
    let answer;
    try {
      answer = await fetch(box.dataset.keep, { method: "POST", body, redirect: "manual", keepalive });
      unreached.hidden = true;
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        await renew();
      } else if (!answer.ok) {
        throw new Error(answer.status);
      } else {
        show(await answer.json());
        last = text ?? last;
      }
    } catch {
      kept.textContent = box.dataset.failed;
    }
    return answer !== undefined && answer.status <= 500;
  }

  // Who signs in again, in another tab, gets another token.
  async function renew() {
    const answer = await fetch(box.dataset.keep, { redirect: "manual" });
    signedOut.hidden = answer.ok;
    if (!answer.ok) return;
    form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
  }

  // Not at once: the editor writes the text in its own manner first.
  function begin() {
    first ??= typed();
    last ??= first;
  }
  for (const kind of ["pointerdown", "keydown", "focusin"]) {
    form.addEventListener(kind, begin, { capture: true, once: true });
  }

  // What was typed is kept before hold.js sends the form: it may be too large, or the server down, and
  // then the browser would come back to an empty form.
  form.reach = async () => first === undefined || keep(false);
  document.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) isSent = true;
  });

  // What a browser fills in on coming back is not what the editor shows: the server has the unsaved text.
  form.autocomplete = "off";

  function isUnsaved() {
    const isFileChosen = [...form.querySelectorAll("[type=file]")].some((field) => field.files.length);
    return isFileChosen || (first !== undefined && typed() !== first);
  }

  // A step takes the stored text: who has typed since hears of it once.
  const unsaved = document.querySelector(".release-steps__unsaved");
  function warn(event) {
    if (!unsaved.hidden || !isUnsaved()) return;
    event.preventDefault();
    unsaved.hidden = false;
    keep(false);
  }
  for (const step of document.querySelectorAll(".release-steps form")) step.addEventListener("submit", warn);
  document.addEventListener("visibilitychange", () => document.hidden && keep(true));
  window.addEventListener("pageshow", () => (isSent = false));
  setInterval(keep, EVERY, false);
})();
