// The code of a card that a camera read stands behind the # of the address: it goes into its field, and out of the
// history. Nothing of it is sent before the person sends it.
(() => {
  const field = document.querySelector("#id_card"), code = location.hash.slice(1);
  if (!field || !/^[0-9A-Za-z-]{16,24}$/.test(code)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname);
  document.querySelector("#id_pin")?.focus();
})();
