// The label and the help of a field belong to the box that a script puts in its place.
(() => {
  const EDITOR = ".ProseMirror[contenteditable]";
  const CHOICE = ".select2-selection--single, .select2-selection--multiple .select2-search__field";

  function labelOf(field) {
    return field && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  }

  const words = (label) => label.textContent.replace(":", "").trim();

  function nameEditor(box) {
    const label = box.closest(".form-row")?.querySelector("label");
    if (!label) return;
    box.setAttribute("aria-label", words(label));
    box.setAttribute("aria-multiline", "true");
    box.setAttribute("aria-describedby", `${label.htmlFor}_helptext`);
  }

  function nameChoice(box) {
    const label = labelOf(box.closest(".select2")?.previousElementSibling);
    if (!label) return;
    if (box.matches("input")) return box.setAttribute("aria-label", words(label));
    const chosen = box.querySelector(".select2-selection__rendered");
    label.id ||= `${label.htmlFor}_label`;
    chosen.setAttribute("aria-labelledby", label.id);
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
  }

  function nameAll() {
    document.querySelectorAll(EDITOR).forEach(nameEditor);
    document.querySelectorAll(CHOICE).forEach(nameChoice);
  }

  window.django?.jQuery?.(nameAll); // after the script of the boxes, which waits for the same
  window.addEventListener("load", nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));

  // The editor may come late, and the box to type a choice into only when it opens.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(EDITOR)) nameEditor(target);
    if (!target.matches(".select2-dropdown .select2-search__field")) return;
    const label = labelOf(document.querySelector(".select2-container--open")?.previousElementSibling);
    if (label) target.setAttribute("aria-label", words(label));
  });
})();
