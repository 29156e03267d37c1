// What is pleasant with JavaScript; everything works without it.
document.getElementById("faults")?.focus();

// Passkeys: what is asked stands on the page, the answer goes with the form.
for (const place of document.querySelectorAll("[data-passkey]")) offerPasskey(place);

function offerPasskey(place) {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  document.querySelector("[data-passkey-missing]")?.remove();
  place.hidden = false;
  const form = place.matches("form") ? place : place.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    try {
      form.elements.credential.value = JSON.stringify(await askForPasskey(place.dataset));
      form.submit();
    } catch {
      place.querySelector("[data-passkey-failed]").hidden = false;
    }
  });
}

function askForPasskey({ passkey, question }) {
  const options = JSON.parse(question);
  return passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}
