// Forms with data-passkey ask the browser for a passkey before they are sent. The options come
// with the page, or from an address that makes them anew for each attempt.

const CANNOT = !window.PublicKeyCredential?.parseRequestOptionsFromJSON;

async function optionsOf(form) {
  if (!form.dataset.optionsUrl) {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`options: ${response.status}`);
  return response.json();
}

async function create(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey);
  Object.assign(publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true });
  return navigator.credentials.create({ publicKey });
}

async function get(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
  return navigator.credentials.get({ publicKey });
}

function say(form, error) {
  const { givenUp, known, failed } = form.querySelector("[data-passkey-error]").dataset;
  const text = { NotAllowedError: givenUp, AbortError: givenUp, InvalidStateError: known }[error.name] ?? failed;
  const note = form.querySelector("[data-passkey-error]");
  note.hidden = false;
  note.textContent = text;
}

async function ask(event) {
  const form = event.currentTarget;
  event.preventDefault();
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "create" ? create(options) : get(options));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    say(form, error);
  }
}

if (!CANNOT) {
  document.querySelectorAll("[data-no-passkey]").forEach((note) => note.remove());
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", ask);
  });
}
