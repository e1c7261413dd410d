// Reads a page of a course aloud, with a voice that is on this device: nothing of it goes anywhere. Voices that a browser
// has from a service of its maker are not used. Paragraph by paragraph, since long texts are cut off by some browsers.
(() => {
  "use strict";
  const main = document.getElementById("main"), speech = window.speechSynthesis;
  const PARTS = "h1, h2, p, li, legend, label, [role=img][aria-label]";
  if (!main || !speech) return;
  let turn = 0, at = 0, reading = false;

  const short = (tag) => tag.toLowerCase().split(/[-_]/)[0];
  const voiceOf = (language) => speech.getVoices().find((one) => one.localService && short(one.lang) === short(language));
  const found = () => [main.querySelector("[data-aloud]"), main.querySelector("[data-said]")];
  const languageOf = (place) => place.lang || place.querySelector("[data-blocks]")?.lang || document.documentElement.lang;
  const parts = (place) =>
    [...place.querySelectorAll(PARTS)]
      .filter((one) => !one.querySelector(PARTS) && one.getClientRects().length)
      .map((one) => ({ one, said: (one.getAttribute("aria-label") || one.textContent).trim(), voice: voiceOf(one.closest("[lang]").lang) }))
      .filter(({ said, voice }) => said && voice);

  const show = (one, name) => {
    for (const before of main.querySelectorAll(".spoken")) before.classList.remove("spoken");
    one?.classList.add("spoken");
    const [bar] = found();
    if (bar) bar.querySelector("button").textContent = bar.dataset[name];
  };
  const stop = (name) => {
    turn += 1;
    reading = false;
    speech.cancel();
    show(null, name);
  };
  const read = (place) => {
    const mine = ++turn;
    reading = true;
    const next = () => {
      const part = parts(place)[at];
      if (!part) {
        at = 0;
        return stop("begin");
      }
      const words = new SpeechSynthesisUtterance(part.said);
      words.voice = part.voice;
      words.lang = part.voice.lang;
      words.onend = () => {
        if (mine !== turn) return;
        at += 1;
        next();
      };
      words.onerror = () => mine === turn && stop("resume");
      show(part.one, "pause");
      speech.speak(words);
    };
    next();
  };
  main.addEventListener("click", (event) => {
    if (!event.target.closest("[data-aloud] button")) return;
    if (reading) stop("resume");
    else read(found()[1]);
  });

  // Another page, or voices that the browser has found meanwhile.
  const look = () => {
    const [bar, place] = found();
    if (bar) bar.hidden = !place || !voiceOf(languageOf(place));
  };
  new MutationObserver(() => {
    at = 0;
    if (reading) stop("begin");
    look();
  }).observe(main, { childList: true });
  speech.addEventListener?.("voiceschanged", look);
  addEventListener("pagehide", () => reading && stop("resume"));
  look();
})();
