// An enhancement only. A session that nears its end is said in time, and lasts while somebody types.
(() => {
  "use strict";
  const place = document.querySelector(".session");
  if (!place) return;
  const WARN = 180, PAUSE = 120;
  const clock = () => Date.now() / 1000;
  const digits = (n) => String(n).replace(/\d/g, (c) => (document.documentElement.dataset.digits || "0123456789")[c]);
  let ends = clock() + Number(place.dataset.left), dies = Infinity, asked = clock(), typed = false;

  const show = (left) => {
    const name = left <= 0 ? "over" : left > WARN ? "" : dies - ends < 1 ? "last" : "soon";
    const minutes = Math.max(1, Math.ceil(left / 60));
    const said = place.querySelector("p"), words = name && place.dataset[name].replace("#", digits(minutes));
    if (said.textContent !== words) said.textContent = words;
    place.querySelector("button").hidden = name !== "soon";
    place.querySelector("a").hidden = name !== "over";
    place.classList.toggle("there", Boolean(name));
  };

  // Without `stay` the question itself does not keep the session alive.
  const ask = async (stay) => {
    if (place.ariaBusy === "true") return;
    place.ariaBusy = "true";
    asked = clock();
    try {
      const answer = await fetch(place.dataset.url + (stay ? "?stay" : ""));
      const { idle, most } = await answer.json();
      ends = clock() + idle;
      dies = clock() + most;
      typed = false;
    } catch {
      // No connection: the time that was known goes on.
    }
    place.ariaBusy = "false";
    show(ends - clock());
  };

  const look = () => {
    const left = ends - clock(), since = clock() - asked;
    if (typed && left > 0 && since >= PAUSE) return ask(true);
    // Another tab may have been at work, or have signed in anew.
    if (left <= WARN && since >= 20 && !document.hidden) return ask(false);
    show(left);
  };

  document.addEventListener("input", () => (typed = true));
  place.querySelector("button").addEventListener("click", () => ask(true));
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  setInterval(look, 5000);
})();

// Work that goes on at the server: the page shows how far it is, until it has ended. It asks an address that keeps no
// session alive.
(() => {
  "use strict";
  const shown = document.querySelector("[data-goes-on]");
  if (!shown) return;
  const look = async () => {
    try {
      const answer = await fetch(shown.dataset.goesOn);
      if (answer.redirected) return location.reload(); // signed out meanwhile
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) shown.replaceChildren(...page.body.childNodes);
      if (!shown.querySelector("progress")) return;
    } catch {
      // No connection: look again.
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 2000);
})();

// The SHA-256 of a file, which goes nowhere: the chooser has no name, so that no form sends what was chosen. A field is
// filled in; a hash that is shown is compared.
(() => {
  "use strict";
  if (!(self.crypto && crypto.subtle)) return;
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  document.querySelectorAll("[data-file]").forEach((place, number) => {
    const told = place.dataset, id = `file_${number}`, around = make("div", { className: "field" });
    const file = make("input", { id, type: "file" }), said = make("p", { className: "hint", id: `${id}_said` });
    said.setAttribute("role", "status");
    file.setAttribute("aria-describedby", said.id);
    around.append(make("label", { htmlFor: id, textContent: told.file }), file, said);
    (place.closest(".field") || place)[place.form ? "before" : "after"](around);
    file.addEventListener("change", async () => {
      said.textContent = "";
      if (!file.files.length) return;
      try {
        const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer()));
        const hash = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        if (place.form) place.value = hash;
        said.textContent = place.form ? told.filled : hash === place.textContent.trim() ? told.same : told.other;
      } catch {
        said.textContent = told.unread;
      }
    });
  });
})();

// Sign-in pages only: allauth's own passkey script reports failures as an event; here they become words.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-say]");
  if (place) place.textContent = place.dataset.passkey;
});
