// Sign-in pages only: allauth's own passkey script reports failures as an event; here they become words.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-say]");
  if (place) place.textContent = place.dataset.passkey;
});
