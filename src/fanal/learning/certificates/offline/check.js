// Checks a certificate on this device: its signature, its end, and whether it was taken back, by the newest list here.
(() => {
  "use strict";
  const d = document, $ = (css) => d.querySelector(css), data = JSON.parse($("#data").textContent);
  const root = d.documentElement, DAY = 864e5, keys = new Map(Object.entries(data.keys)), fresh = new Map();
  const stolen = new Map(Object.entries(data.stolen)); // keys that others know, and since when
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const json = (text) => JSON.parse(new TextDecoder().decode(bytes(text)));
  const utf8 = (text) => new TextEncoder().encode(text);

  // The newest there is: from the network, else as this browser kept it, else nothing.
  const fetched = async (url) => {
    for (const cache of ["no-cache", "force-cache"]) {
      try {
        const answer = await fetch(url, { cache, credentials: "omit", signal: AbortSignal.timeout(4000) });
        if (answer.ok) return await answer.text();
      } catch { /* no network */ }
    }
    return "";
  };

  const fits = async (key, said, mark) => {
    try {
      const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
      return await crypto.subtle.verify("Ed25519", known, mark, said);
    } catch { // this browser has no Ed25519
      return ed25519.verifyAsync(mark, said, key, { zip215: false });
    }
  };

  const keyOf = async (kid) => {
    if (!keys.has(kid)) { // one that is newer than this page
      try {
        for (const one of JSON.parse(await fetched(data.did)).verificationMethod) {
          const name = one.id.split("#").pop();
          keys.set(name, one.publicKeyJwk.x);
          if (one.revoked) stolen.set(name, one.revoked);
        }
      } catch { /* none that is known here */ }
    }
    return keys.get(kid);
  };

  // What a token says; null where no key that is known here has its name. Throws where it is not genuine.
  const opened = async (token) => {
    const [head, body, mark] = token.split("."), { alg, kid } = json(head);
    if (alg !== "EdDSA" || typeof kid !== "string") throw Error();
    const by = kid.split("#").pop(), key = await keyOf(by);
    if (!key) return null;
    if (!await fits(bytes(key), utf8(`${head}.${body}`), bytes(mark))) throw Error();
    return { ...json(body), by };
  };

  const unpacked = async (text) => {
    const folded = new Blob([bytes(text.slice(1))]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(folded).arrayBuffer());
  };

  // The newest list of this number: from when, until when it holds, its bits.
  const listOf = async (number) => {
    if (!fresh.has(number)) fresh.set(number, await fetched(data.lists_at + number));
    let newest = null;
    for (const token of [data.lists[number], fresh.get(number)]) {
      try {
        const said = await opened(token), from = Date.parse(said.validFrom);
        if (stolen.has(said.by) || !said.id.endsWith(`/c/status/${number}`) || (newest && newest.from >= from)) continue;
        newest = { from, until: Date.parse(said.validUntil), bits: await unpacked(said.credentialSubject.encodedList) };
      } catch { /* no list, or none of ours */ }
    }
    return newest;
  };

  // One of the six answers, with its day.
  const judged = async (said) => {
    const [number, index] = said.x, list = await listOf(number), since = Date.parse(stolen.get(said.by));
    const now = Math.max(Date.now(), list ? list.from : 0); // a clock that is late is not believed
    if (list && list.bits[index >> 3] & (0x80 >> (index & 7))) return ["revoked"];
    if (since <= said.i * DAY) return ["not_genuine", 0, "key"];
    if (now >= (said.e + 1) * DAY) return ["expired", said.e * DAY];
    if (since) return ["unchecked", 0, "key"]; // whoever has a key writes any day: the site knows
    return list ? [now > list.until ? "unchecked" : "valid", list.from] : ["unchecked"];
  };

  const day = (at) => new Intl.DateTimeFormat(`${root.lang === "en" ? "en-GB" : root.lang}-u-nu-latn-ca-gregory`, { dateStyle: "long", timeZone: "UTC" })
    .format(at).replace(/\d/g, (c) => (root.dataset.digits || "0123456789")[c]);
  const tongue = (code) => {
    try { return new Intl.DisplayNames(root.lang, { type: "language" }).of(code); } catch { return code; }
  };

  let shown = null, turn = 0;
  const show = ([answer, at, why], said) => {
    const line = $(`[data-answer=${answer}]`), about = $("#about"), of = line.dataset;
    $("#said").replaceChildren(line.querySelector("svg").cloneNode(true), line.querySelector("strong").textContent);
    $("#said").className = line.className;
    about.textContent = why ? $("#key").textContent : at ? of.day.replace("{day}", day(at)) : of.say || line.querySelector("span").textContent;
    $("#one").hidden = !said;
    shown = said;
    if (!said) return;
    const facts = {
      course: `${data.names[said.c] || said.c} · ${said.cv}`, by: said.o, language: tongue(said.l), code: said.s.replace(/^.{5}/, "$&-"),
      issued: day(said.i * DAY), ends: day(said.e * DAY),
    };
    for (const [name, text] of Object.entries(facts)) $(`[data-fact=${name}]`).textContent = text;
  };

  const check = async () => {
    const token = location.hash.slice(1), mine = ++turn;
    for (const link of d.querySelectorAll("[data-language]")) link.hash = token;
    if (!token) return;
    $("#name").value = $("#fits").textContent = "";
    if (!(globalThis.crypto && crypto.subtle)) return $("#old").hidden = false;
    let answer = ["not_genuine"], said = null;
    try {
      said = await opened(token);
      if (!said || said.v > 1) [answer, said] = [["unknown"], null];
      else if (said.v === 1) answer = await judged(said);
      else said = null; // signed by us, as something else
    } catch { said = null; }
    if (mine === turn) show(answer, said);
  };

  // A name as it is compared: NFKC, case folded (Unicode), single spaces; as `forms.tidied_name` of the server has it.
  const folded = (c) => c === "\u0131" ? c : /[\u13a0-\u13ff\uab70-\uabbf]/.test(c) ? c.toUpperCase() : c.toLowerCase().toUpperCase().toLowerCase();
  const tidied = (name) => [...name.normalize("NFKC")].map(folded).join("").split(/\s+/).filter(Boolean).join(" ");

  $("#whose").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = tidied($("#name").value), out = $("#fits").dataset;
    if (!name || !shown) return $("#name").focus();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(name + shown.s))).slice(0, 9);
    const same = btoa(String.fromCharCode(...hash)).replace(/\+/g, "-").replace(/\//g, "_") === shown.n;
    $("#fits").textContent = same ? out.yes : out.no;
    $("#fits").className = same ? "good" : "bad";
  });
  $("#paste").addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = $("#pasted").value.trim().split("#").pop();
    $("#pasted").value = "";
  });
  for (const one of d.querySelectorAll("[data-js]")) one.hidden = false;
  addEventListener("hashchange", check);
  check();
})();
