// What is pleasant with JavaScript; everything works without it.
document.getElementById("faults")?.focus();

// Where the drawing of a journey is wider than the screen, today is what one sees of it.
for (const today of document.querySelectorAll(".timeline line.today")) {
  const around = today.closest(".scroll");
  around.scrollLeft += today.getBoundingClientRect().x - around.getBoundingClientRect().x - around.clientWidth / 2;
}

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

// Shortcuts: one key leads to what the page has for it. Whoever has switched them off gets a page without the list.
const shortcuts = document.getElementById("shortcuts");
if (shortcuts) offerShortcuts(shortcuts);

function offerShortcuts(list) {
  const places = new Map();
  for (const place of document.querySelectorAll("[data-shortcut]")) places.set(place.dataset.shortcut, place);
  const row = list.querySelector("template");
  for (const [key, place] of places) {
    place.setAttribute("aria-keyshortcuts", key);
    row.before(described(row, key, place));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) return;
    const place = places.get(event.key);
    if (!place && event.key !== "?") return;
    event.preventDefault();
    list.close();
    if (place) goTo(place);
    else list.showModal();
  });
}

function described(row, key, place) {
  const made = row.content.cloneNode(true);
  made.querySelector("kbd").textContent = key;
  made.querySelector("dd").textContent = place.dataset.goesTo ?? (place.labels?.[0] ?? place).textContent;
  return made;
}

function isTyping(place) {
  return place.closest("input:not([type=checkbox], [type=radio]), select, textarea") !== null;
}

function goTo(place) {
  if (place.matches("a")) place.click();
  else place.focus();
}
