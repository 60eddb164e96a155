// The rich-text editor, for people who use the keyboard or hear the page.

const EDITOR = ".ProseMirror[contenteditable]";
let leaves = false;

// In lists and tables the editor takes the Tab key for itself: Escape gives it back.
document.addEventListener(
  "keydown",
  (event) => {
    if (!event.target.closest(EDITOR)) return;
    if (event.key === "Tab" && leaves) event.stopImmediatePropagation();
    if (event.key !== "Shift") leaves = event.key === "Escape";
  },
  true,
);

// The head of a table names its columns, for those who hear it: it is asked for unless somebody says no.
document.addEventListener("focusin", ({ target }) => {
  const header = target.closest(".prose-editor-dialog")?.querySelector("[name=withHeaderRow]");
  if (!header || header.dataset.offered) return;
  header.dataset.offered = "yes";
  header.value = "Yes";
});
