// Everything works without this file. It adds what only a script can do: buttons that print and copy,
// and offices offered while somebody types.
for (const place of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "usa-button usa-button--outline print-button";
  button.textContent = place.dataset.print;
  button.addEventListener("click", () => window.print());
  place.append(button);
}

// A button that copies the paragraph before it, and says whether it did.
for (const place of document.querySelectorAll("[data-copy]")) {
  const { copy, label, copied, failed } = place.dataset;
  const text = place.previousElementSibling.textContent;
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  button.className = "usa-button usa-button--outline copy-button";
  button.textContent = copy;
  button.setAttribute("aria-label", label);
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = copied;
    } catch {
      status.textContent = failed; // not allowed, or not a secure page
    }
  });
  place.append(button, status);
}

// What is so for a time only says so when that has passed: also on a page that was kept open or gone back to.
const LONGEST_TIMER = 2 ** 31 - 1;

function takeBackWhatHasPassed() {
  let next = LONGEST_TIMER;
  for (const place of document.querySelectorAll("[data-valid-until]")) {
    const left = new Date(place.dataset.validUntil) - Date.now();
    if (left > 0) {
      next = Math.min(next, left);
    } else {
      place.textContent = place.dataset.expired;
      place.removeAttribute("data-valid-until");
      place.classList.add("state--passed");
    }
  }
  clearTimeout(takeBackWhatHasPassed.timer);
  takeBackWhatHasPassed.timer = setTimeout(takeBackWhatHasPassed, next);
}

if (document.querySelector("[data-valid-until]")) {
  window.addEventListener("pageshow", takeBackWhatHasPassed);
  document.addEventListener("visibilitychange", takeBackWhatHasPassed);
}

// Paper shows what the screen folds away, but no form.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open], .filter)")) {
    details.open = true;
    details.dataset.openedForPrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-opened-for-print]")) {
    details.open = false;
    delete details.dataset.openedForPrint;
  }
});

// Offices whose names begin as what is typed, as plain links below the field.
class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.box = document.createElement("div");
    this.box.className = "suggestions";
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    this.status.className = "usa-sr-only";
    this.status.setAttribute("role", "status");
    this.box.append(this.list);
    form.append(this.status, this.box);
    this.field.autocomplete = "off"; // the browser's own list would lie over ours
    this.field.addEventListener("input", () => this.wait());
    form.addEventListener("keydown", (event) => this.move(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.show([]);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.field.value.trim()), 150);
  }

  async ask(typed) {
    if (typed.length < 2) return this.show([]);
    try {
      const response = await fetch(`${this.form.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      const { suggestions } = await response.json();
      if (typed === this.field.value.trim()) this.show(suggestions);
    } catch {
      this.show([]); // no network, no suggestions: the search itself will say so
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map(linkTo));
    this.box.classList.toggle("suggestions--shown", suggestions.length > 0);
    this.status.textContent = suggestions.length ? this.form.dataset.suggested.replace("%s", suggestions.length) : "";
  }

  move(event) {
    const stops = [this.field, ...this.list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && stops.length > 1) {
      this.show([]);
      this.field.focus();
    } else if (step && here >= 0 && stops[here + step]) {
      stops[here + step].focus();
    } else {
      return;
    }
    event.preventDefault();
  }
}

function linkTo({ title, note, address }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const small = document.createElement("span");
  link.href = address;
  link.append(title, " ");
  small.textContent = note;
  link.append(small);
  item.append(link);
  return item;
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
