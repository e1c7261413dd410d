// Learning without a network. A course is kept on this device as the server signed it; each answer is in the database of
// the browser before the next page is drawn; what was sent and confirmed goes from here. Nobody's name is ever here.
(() => {
  "use strict";
  const d = document, SHELL = "learn-shell", PACKS = "learn-packs", DAY = 86400000, ANY = { ignoreVary: true };
  const main = d.querySelector("[data-offline]"), keep = d.querySelector("[data-keep]");
  if (!(main || keep) || !window.caches || !window.indexedDB || !navigator.serviceWorker || !crypto.subtle) return;

  // ---- what is kept: courses as files, checked each time they are opened ----
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const utf8 = (text) => new TextEncoder().encode(text);
  const sha256 = async (buffer) => hex(await crypto.subtle.digest("SHA-256", buffer));

  const imported = async (key) => crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);

  // What a pack lists, where our server signed it. Throws.
  const opened = async (response, key) => {
    const said = await response.json(), made = utf8(`${said.protected}.${said.payload}`);
    const known = await imported(bytes(key));
    if (!(await crypto.subtle.verify({ name: "Ed25519" }, known, bytes(said.signature), made))) throw Error("signature");
    return JSON.parse(new TextDecoder().decode(bytes(said.payload)));
  };
  const file = async (response, hash) => {
    const body = await response.arrayBuffer();
    if ((await sha256(body)) !== hash) throw Error("hash");
    return body;
  };
  const fetched = async (url) => {
    const response = await fetch(url);
    if (!response.ok || response.redirected) throw Error("away");
    return response;
  };

  const load = async () => {
    const page = await (await fetched(keep.dataset.player)).text();
    const parsed = new DOMParser().parseFromString(page, "text/html");
    const key = parsed.querySelector("[data-offline]").dataset.offline, url = new URL(keep.dataset.keep, location);
    const list = await fetched(url), copy = list.clone(), listed = await opened(list, key);
    const files = [];
    for (const [name, hash] of Object.entries(listed.files)) {
      files.push([new URL(name, url).href, await file(await fetched(new URL(name, url)), hash)]);
    }
    const shell = await caches.open(SHELL);
    const parts = [...parsed.querySelectorAll("link[rel=stylesheet], script[src]")];
    await shell.addAll([keep.dataset.player, ...parts.map((one) => one.getAttribute("href") || one.getAttribute("src"))]);
    const packs = await caches.open(PACKS);
    for (const [href, body] of files) await packs.put(href, new Response(body));
    await packs.put(url.href, copy);
    await navigator.serviceWorker.register("/learn/worker.js");
    await navigator.serviceWorker.ready;
  };

  if (keep) {
    const [status, button, link] = ["[role=status]", "button", "a"].map((css) => keep.querySelector(css));
    const say = (name) => (status.textContent = keep.dataset[name]);
    const there = () => {
      say("there");
      link.hidden = false;
    };
    // Some browsers have all else and cannot check what was signed: they keep the words of the page.
    imported(Uint8Array.from({ length: 32 }, (_none, at) => (at ? 0x66 : 0x58))).then(async () => {
      status.textContent = "";
      button.hidden = false;
      if (await (await caches.open(PACKS)).match(keep.dataset.keep, ANY)) there();
    }, () => {});
    button.addEventListener("click", async () => {
      button.disabled = true;
      say("wait");
      try {
        await load();
        there();
      } catch (error) {
        say(["signature", "hash"].includes(error.message) ? "wrong" : "lost");
      }
      button.disabled = false;
    });
  }
  if (!main) return;

  // ---- what was done: one database, `attempts` and their `events` ----
  const db = new Promise((resolve, reject) => {
    const asked = indexedDB.open("learn", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("attempts", { keyPath: "id" });
      asked.result.createObjectStore("events", { keyPath: ["attempt", "seq"] });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  // `work` gets the two stores; what it returns is there when all of it is on the disk.
  const within = async (mode, work) => {
    const tx = (await db).transaction(["attempts", "events"], mode, { durability: "strict" });
    const got = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const ended = new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = tx.onerror = () => reject(tx.error);
    });
    const found = await work(tx.objectStore("attempts"), tx.objectStore("events"), got);
    await ended;
    return found;
  };
  const range = (id) => IDBKeyRange.bound([id, 0], [id, Infinity]);
  const all = () =>
    within("readonly", async (attempts, events, got) => {
      const [rows, said] = await Promise.all([got(attempts.getAll()), got(events.getAll())]);
      return rows.map((row) => ({ row, events: said.filter((one) => one.attempt === row.id) }));
    });
  const forget = (id, last) =>
    within("readwrite", async (attempts, events, got) => {
      const row = await got(attempts.get(id));
      if (!row || (last && row.last !== last)) return;
      attempts.delete(id);
      events.delete(range(id));
    });
  const change = (id, what) =>
    within("readwrite", async (attempts, _events, got) => {
      const row = await got(attempts.get(id));
      if (row) attempts.put(Object.assign(row, what));
    });

  let unsent = []; // what the last reading found, for the moment in which the page goes away
  const add = async (id, kind, item = "", choice = "") => {
    const at = new Date().toISOString();
    const ends = kind === "attempt.finished" ? { left: true } : {};
    await within("readwrite", async (attempts, events, got) => {
      const row = await got(attempts.get(id));
      Object.assign(row, ends, { last: row.last + 1, at: Date.now() });
      attempts.put(row);
      events.add({ attempt: id, seq: row.last, at, kind, item, choice });
    });
    unsent = await all();
  };
  const begin = async (card, pack, use, form) => {
    const seed = hex(crypto.getRandomValues(new Uint8Array(16)));
    const row = {
      id: crypto.randomUUID(), client_id: crypto.randomUUID(), card, course: pack.course, version: pack.version,
      language: pack.language, use, form, seed, started_at: new Date().toISOString(), last: 0, at: Date.now(),
      left: false, title: pack.title, code: "",
    };
    await within("readwrite", async (attempts) => void attempts.put(row));
    await add(row.id, "attempt.started");
    return row;
  };
  // What follows of the events of an attempt, as on the server.
  const state = async (id) => {
    const said = await within("readonly", (_attempts, events, got) => got(events.getAll(range(id))));
    const answers = {}, seen = new Set();
    for (const one of said) {
      if (one.kind === "answer") answers[one.item] = one.choice;
      if (one.kind === "block.seen") seen.add(one.item);
    }
    return { answers, seen };
  };

  // ---- sending ----
  const told = ({ row, events }) => ({
    id: row.id, client_id: row.client_id, card: row.card, course: row.course, version: row.version,
    language: row.language, use: row.use, form: row.form, seed: row.seed, started_at: row.started_at,
    events: events.map(({ seq, at, kind, item, choice }) => ({ seq, at, kind, item, choice })),
  });
  const MOST = 48000; // bytes of one request: what a browser sends of a page that goes away is 64 KB
  const WAIT = 60000; // what could not be sent is sent again after this: not every browser says that it is online
  const batches = (rows) => {
    const found = [];
    let size = MOST;
    for (const one of rows) {
      const length = JSON.stringify(one).length;
      if (size + length > MOST) {
        found.push([]);
        size = 0;
      }
      found.at(-1).push(one);
      size += length;
    }
    return found.map((attempts) => JSON.stringify({ sent_at: new Date().toISOString(), attempts }));
  };
  const open = (found) => found.filter(({ row, events }) => !row.code && events.length);
  let sitting = null, sending = null, sent = false, again = 0; // `sitting`: card and course of whoever is at this device

  const pass = async () => {
    for (const body of batches(open(await all()).map(told))) {
      const response = await fetch(main.dataset.events, {
        method: "POST", body, headers: { "Content-Type": "application/json" },
      });
      if (!response.ok) return;
      for (const one of (await response.json()).attempts) await answered(one);
    }
  };
  const answered = async ({ id, code, accepted_through: through }) => {
    if (code) return code === "too_much" || change(id, { code }); // what is too much now is sent later
    const found = (await all()).find(({ row }) => row.id === id);
    const mine = sitting && found && found.row.card === sitting.card;
    const over = found && (found.row.left || (!mine && Date.now() - found.row.at > DAY));
    if (!over || through < found.row.last) return;
    await forget(id, found.row.last);
    sent = true;
  };
  const sync = () => {
    sending ||= pass().catch(() => {}).then(async () => {
      sending = null;
      unsent = await all();
      clearTimeout(again);
      if (open(unsent).some(({ row }) => row.left)) again = setTimeout(sync, WAIT);
      if (screen === "home") await home(true);
    });
    return sending;
  };
  addEventListener("online", sync);
  addEventListener("pagehide", () => {
    for (const body of batches(open(unsent).map(told))) {
      navigator.sendBeacon(main.dataset.events, new Blob([body], { type: "application/json" }));
    }
  });

  // ---- pages ----
  const about = d.querySelector("[data-about]"), done = d.querySelector("header [data-done]");
  const digits = (n) => String(n).replace(/\d/g, (c) => (d.documentElement.dataset.digits || "0123456789")[c]);
  const filled = (words, ...numbers) => words.replace(/#/g, () => digits(numbers.shift()));
  let screen = "";
  const draw = (name) => {
    screen = name;
    main.replaceChildren(d.getElementById(name).content.cloneNode(true));
    done.hidden = !sitting;
    about.textContent = sitting ? sitting.pack.title : "";
    scrollTo(0, 0);
    main.focus();
    const find = (css) => main.querySelector(css);
    find("[data-done]")?.addEventListener("click", leave);
    return find;
  };
  // Texts of a course run their own way; what its pages say is from a file whose hash was checked.
  const put = (place, html) => {
    place.lang = sitting.pack.language;
    place.dir = sitting.pack.dir;
    place.innerHTML = html;
  };

  const leave = async () => {
    const card = sitting && sitting.card;
    sitting = null;
    for (const { row } of await all()) if (row.card === card) await change(row.id, { left: true });
    await home();
    sync();
  };
  done.addEventListener("click", leave);

  const listed = async () => {
    const packs = await caches.open(PACKS), found = [];
    for (const request of await packs.keys()) {
      if (!request.url.endsWith("/pack.json")) continue;
      try {
        const pack = await opened(await packs.match(request, ANY), main.dataset.offline);
        for (const [name, hash] of Object.entries(pack.files)) {
          const body = await file(await packs.match(new URL(name, request.url).href, ANY), hash);
          pack[name.split(".")[0]] = JSON.parse(new TextDecoder().decode(body));
        }
        found.push(pack);
      } catch {
        found.push(null);
      }
    }
    return found;
  };

  const home = async (again) => {
    const packs = await listed(), rows = await all();
    if (again && screen !== "home") return; // somebody went on meanwhile
    const find = draw("home");
    find("[data-empty]").hidden = packs.length > 0;
    find("[data-broken]").hidden = !packs.includes(null);
    for (const pack of packs.filter(Boolean)) {
      const card = d.getElementById("pack").content.cloneNode(true);
      card.querySelector("h2").textContent = pack.title;
      card.querySelector("button").addEventListener("click", () => ask((code) => course(code, pack)));
      find("[data-packs]").append(card);
    }
    const waiting = find("[data-waiting]"), count = open(rows).length;
    waiting.hidden = !count;
    waiting.textContent = filled(waiting.dataset.waiting, count);
    find("[data-sent]").hidden = !sent || count > 0;
    for (const { row } of rows.filter(({ row }) => row.code)) {
      const card = d.getElementById("refused").content.cloneNode(true), unknown = row.code === "unknown_card";
      card.querySelector("h2").textContent = row.title;
      card.querySelector(`[data-code=${unknown ? "other" : "unknown_card"}]`).remove();
      const again = card.querySelector("[data-again]");
      again.hidden = !unknown;
      again.addEventListener("click", () => ask((code) => change(row.id, { card: code, code: "" }).then(() => home()).then(sync)));
      card.querySelector("[data-delete]").addEventListener("click", () => forget(row.id).then(() => home()));
      find("[data-refused]").append(card);
    }
  };

  // A card as somebody types it, or as a camera brought it; what is kept is its SHA-256.
  const tidied = (text) =>
    text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  let scanned = location.hash.slice(1);
  if (scanned) history.replaceState(null, "", location.pathname);
  const ask = (then) => {
    const find = draw("card"), field = find("input");
    field.value = tidied(scanned).length === 16 ? scanned : "";
    field.focus();
    find("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const code = tidied(field.value), wrong = code.length !== 16;
      find("[role=alert]").hidden = !wrong;
      if (wrong) return field.focus();
      scanned = "";
      then(await sha256(utf8(code)));
    });
  };

  const mine = async (use) =>
    (await all()).map(({ row }) => row).find(
      (row) =>
        row.card === sitting.card && row.use === use && !row.left && !row.code &&
        ["course", "version", "language"].every((name) => row[name] === sitting.pack[name]),
    );
  const course = async (card, pack) => {
    sitting = { card, pack };
    const find = draw("course"), pages = pack.lessons.lessons.flatMap((lesson) => lesson.pages);
    find("h1").textContent = pack.title;
    const read = async (at) => lesson((await mine("lessons")) || (await begin(card, pack, "lessons", "")), pages, at);
    find("[data-read]").addEventListener("click", async () => {
      const row = await mine("lessons"), seen = row ? (await state(row.id)).seen : new Set();
      await read(Math.max(0, pages.findIndex((page) => !seen.has(page.id))));
    });
    find("[data-show]").addEventListener("click", async () => {
      const forms = Object.keys(pack.forms.forms), form = forms[crypto.getRandomValues(new Uint8Array(1))[0] % forms.length];
      asked((await mine("final")) || (await begin(card, pack, "final", form)));
    });
    let at = 0;
    for (const one of pack.lessons.lessons) {
      const line = d.createElement("li"), button = d.createElement("button"), first = at;
      Object.assign(button, { type: "button", className: "button second", textContent: one.title, dir: "auto" });
      button.addEventListener("click", () => read(first));
      line.append(button);
      find("[data-lessons]").append(line);
      at += one.pages.length;
    }
  };

  // ---- lessons ----
  const lesson = async (row, pages, at) => {
    const page = pages[at];
    if (!(await state(row.id)).seen.has(page.id)) await add(row.id, "block.seen", page.id);
    const find = draw("lesson"), place = find("[data-place]"), blocks = find("[data-blocks]");
    place.textContent = filled(place.dataset.place, at + 1, pages.length);
    find("h1").textContent = page.title;
    put(blocks, page.html);
    for (const form of blocks.querySelectorAll("form")) form.noValidate = true;
    const { answers } = await state(row.id);
    for (const form of blocks.querySelectorAll("form")) told_of(form, answers);
    blocks.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = new FormData(event.target), item = said.get("item"), choice = said.getAll("choice").join(",");
      find("[role=alert]").hidden = Boolean(choice);
      if (!choice) return;
      await add(row.id, "answer", item, choice);
      told_of(event.target, { [item]: choice });
    });
    const go = (to) => (pages[to] ? lesson(row, pages, to) : course(sitting.card, sitting.pack));
    find("[data-on]").addEventListener("click", () => go(at + 1));
    find("[data-back]").addEventListener("click", () => go(at - 1));
  };
  // In place of what was answered stands what each answer is worth; then the situation that follows.
  const told_of = (form, answers) => {
    const { replies, asks, next } = sitting.pack.lessons, item = form.querySelector("[name=item]").value;
    const choice = answers[item];
    if (!choice) return;
    const place = form.closest(".stack:not(form)");
    place.innerHTML = replies[item];
    for (const one of choice.split(",")) {
      const line = place.querySelector(`[data-choice="${CSS.escape(one)}"]`);
      line?.classList.add("mine");
      line?.querySelector(".verdict")?.append(` · ${main.dataset.mine}`);
    }
    const following = (next[item] || {})[choice];
    if (!following) return;
    const more = d.createElement("div");
    more.className = "stack";
    more.innerHTML = asks[following];
    more.querySelector("form").noValidate = true;
    place.after(more);
    told_of(more.querySelector("form"), answers);
  };

  // ---- a form at the end: order and arms follow of the seed, as on the server (`attempts.drawing`) ----
  const mark = async (seed, about) => {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", utf8(seed), algorithm, false, ["sign"]);
    return hex(await crypto.subtle.sign("HMAC", key, utf8(about)));
  };
  const order = async (seed, about, things, name) => {
    const rows = [];
    for (const thing of things) rows.push([await mark(seed, `${about}\n${name(thing)}`), thing]);
    return rows.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map((row) => row[1]);
  };
  const drawn = async (row) => {
    const { forms, by } = sitting.pack.forms, chosen = [];
    for (const arms of forms[row.form]) {
      const odd = arms.length > 1 && parseInt((await mark(row.seed, `pair\n${arms[0]}`)).slice(0, 2), 16) & 1;
      chosen.push(arms[odd ? 1 : 0]);
    }
    return order(row.seed, "situations", chosen, (one) => by[one]);
  };
  const asked = async (row) => {
    const { by, asks, next } = sitting.pack.forms, { answers } = await state(row.id), places = await drawn(row);
    const last = (one) => {
      while (answers[one]) {
        const following = (next[one] || {})[answers[one]];
        if (!following) return "";
        one = following;
      }
      return one;
    };
    const at = places.findIndex((one) => last(one));
    if (at < 0) return sure(row);
    const find = draw("asked"), place = find("[data-place]"), blocks = find("[data-blocks]"), item = last(places[at]);
    place.textContent = filled(place.dataset.place, at + 1, places.length);
    put(blocks, asks[item]);
    const choices = [...blocks.querySelectorAll(".choice")], field = (one) => one.querySelector("input").value;
    const shuffled = await order(row.seed, by[item], choices, field);
    choices[0].parentNode.append(...shuffled);
    blocks.querySelector("form").noValidate = true;
    blocks.addEventListener("submit", async (event) => {
      event.preventDefault();
      const choice = new FormData(event.target).get("choice");
      find("[role=alert]").hidden = Boolean(choice);
      if (!choice) return;
      await add(row.id, "answer", item, choice);
      asked(row);
    });
  };
  const sure = (row) => {
    const find = draw("sure");
    find("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const choice = new FormData(event.target).get("choice");
      if (choice) await add(row.id, "confidence", "", choice);
      await add(row.id, "attempt.finished");
      draw("over");
      sync();
    });
  };

  home().then(sync);
})();
