// An enhancement only: every page works without this file. In-place pages and quick exit need a [data-leave] link.
(() => {
  "use strict";
  const d = document, root = d.documentElement, all = (css) => d.querySelectorAll(css);
  const exit = () => d.querySelector("[data-leave]");
  const say = (key, before = "") => {
    const p = d.querySelector("[data-say]");
    if (p) p.textContent = before + (p.dataset[key] || "");
  };
  const digits = (n) => String(n).replace(/\d/g, (c) => (root.dataset.digits || "0123456789")[c]);
  const keep = (event) => event.preventDefault();
  let busy = false, plain = false, typed = false, shifts = 0, mixed = false, timer;

  // The browser's own Back is the Back of the page while a form is open: one more entry of the history, the guard,
  // stands behind the page, and going back from it presses the button. Nothing that was typed is lost.
  const back = () => d.querySelector("#f button[value=back]");
  let guarded = !!(history.state || {}).guard, deep = guarded, at = location.href, away;
  const guard = () => {
    if (!back() === !guarded) return;
    if (guarded) return step(() => history.replaceState(null, "", at));
    history.pushState({ guard: 1 }, "");
    guarded = deep = true;
  };
  // Off the guard, whose address becomes that of the way out: Forward leads there, too.
  const step = (then) => {
    history[guarded ? "replaceState" : "pushState"]({ guard: 1 }, "", exit().href);
    away = then;
    history.back();
  };
  addEventListener("popstate", (event) => {
    const then = away;
    guarded = !!(event.state || {}).guard;
    away = 0;
    if (then) return then();
    if (guarded || !back()) return;
    guard(); // at once, so that Back twice on a slow line does not leave
    back().click();
  });

  const leave = () => {
    removeEventListener("beforeunload", keep);
    const to = exit().href, go = () => location.replace(to);
    root.hidden = true;
    d.title = "\u200b";
    if (!deep) return go();
    step(go);
    setTimeout(go, 400);
  };

  const count = (box) => {
    const left = box.dataset.limit - [...box.value].length, out = d.getElementById(box.id + "_left");
    if (out) out.textContent = out.dataset[left < 0 ? "over" : "left"].replace("#", digits(Math.abs(left)));
  };

  // While many messages come in, a sum for the browser stands in for the wait (`data-work`), and sends the form when done.
  const work = async (box) => {
    const bytes = new TextEncoder();
    for (let n = 0; box.isConnected; n++) {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.encode(`${box.dataset.work}:${n}`)));
      if (((hash[0] << 8) | hash[1]) >> (16 - box.dataset.bits)) continue;
      box.value = n;
      return box.form.querySelector("button").click();
    }
  };

  const ready = () => {
    if (self.crypto && crypto.subtle) all("[data-work]").forEach(work);
    all("[data-js]").forEach((e) => (e.hidden = false));
    all("[data-limit]").forEach(count);
    removeEventListener("beforeunload", keep);
    typed = typed && !!back();
    if (typed || d.querySelector("[data-keep]")) addEventListener("beforeunload", keep);
    if (exit()) guard();
  };

  // Goes to a part of the page.
  const aim = (hash) => {
    const part = hash && d.getElementById(hash.slice(1));
    if (!part) return false;
    part.scrollIntoView();
    if (part.tabIndex < 0) part.tabIndex = -1;
    part.focus();
    return true;
  };

  // The page that came, if it is one of ours.
  const ours = (text, type) => {
    const page = /^text\/html/.test(type) && new DOMParser().parseFromString(text, "text/html");
    return page && page.querySelector("main") && page.querySelector("[data-leave]") && page;
  };

  const show = (page, { url, ok }, sent) => {
    // A page that only says what went wrong does not take the place of one on which something was written.
    if (!ok && sent && !page.querySelector("#f")) {
      say("kept", page.querySelector("h1").textContent + " ");
      return guard();
    }
    for (const name of ["lang", "dir", "data-digits"])
      root.setAttribute(name, page.documentElement.getAttribute(name) || "");
    d.title = page.title;
    d.body.replaceWith(d.adoptNode(page.body));
    history.replaceState(history.state, "", (at = url));
    scrollTo(0, 0);
    const first = d.querySelector("[autofocus]") || d.querySelector("main h1");
    if (first) {
      if (first.tabIndex < 0) first.tabIndex = -1;
      first.focus();
    }
    ready();
  };

  // A site that starts anew, or its proxy, is asked again for a minute. Sent twice is received once.
  const ask = async (url, options, slow) => {
    for (let tries = 20; ; tries--) {
      const answer = await fetch(url, options), text = await answer.text();
      if (![408, 502, 503, 504].includes(answer.status) || /data-leave/.test(text)) return [answer, text];
      if (!tries) throw 0;
      clearTimeout(slow);
      say("again");
      await new Promise((then) => setTimeout(then, 3000));
    }
  };

  // Asks for a page and puts it in place of this one: the whole visit stays one entry of the history.
  const go = async (url, options, otherwise) => {
    if (busy) return;
    busy = true;
    const slow = setTimeout(() => say("slow"), 2000);
    let answer, text;
    try {
      [answer, text] = await ask(url, options, slow);
    } catch {
      say("lost");
    }
    clearTimeout(slow);
    busy = false;
    if (text === undefined) return guard();
    const page = ours(text, answer.headers.get("content-type")), long = answer.status === 413;
    // What a proxy answers in our place does not take the place of what was written, either.
    if (long || (!page && (options.method || !answer.ok))) {
      say(long ? "long" : "foreign");
      return guard();
    }
    try {
      if (!page) throw new Error("no page of ours");
      show(page, answer, options.method);
      aim(new URL(url, location).hash);
    } catch {
      plain = true;
      removeEventListener("beforeunload", keep);
      otherwise();
    }
  };

  d.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (plain || !exit() || "plain" in form.dataset) return removeEventListener("beforeunload", keep); // it is sent
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form));
    if (button && button.name) data.append(button.name, button.value);
    const url = new URL((button && button.getAttribute("formaction")) || form.getAttribute("action") || "", location);
    const post = form.method === "post";
    if (!post) url.search = data;
    go(url, post ? { method: "POST", body: data } : {}, () => form.requestSubmit(button));
  });

  d.addEventListener("click", (event) => {
    const a = event.target.closest("a[href], [data-print]");
    if (!a || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if ("print" in a.dataset) return print();
    if (!exit()) {
      if (a.matches("main .button")) removeEventListener("beforeunload", keep); // the page's own way on
      return;
    }
    if (a === exit()) {
      event.preventDefault();
      return leave();
    }
    if (a.origin !== location.origin || a.target || "plain" in a.dataset) return;
    event.preventDefault();
    if (a.pathname === location.pathname && a.search === location.search && aim(a.hash)) return;
    go(a.href, {}, () => location.replace(a.href));
  });

  d.addEventListener("input", ({ target }) => {
    if (target.dataset.limit) count(target);
    if (!target.matches("textarea") && !(back() && target.matches("[type=text]"))) return;
    typed = true;
    addEventListener("beforeunload", keep);
  });

  // Shift counts only when it is pressed by itself, so that capital letters do not blank the page.
  const stay = () => {
    clearTimeout(timer);
    if (shifts) say("stay");
    shifts = 0;
  };
  d.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details.menu[open]").forEach((e) => (e.open = false));
    if (event.key === "Shift") return;
    mixed = event.shiftKey;
    stay();
  });
  d.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !exit()) return;
    if (mixed) return (mixed = false);
    if (!shifts++) timer = setTimeout(stay, 5000);
    if (shifts < 3) return say("shift" + shifts);
    leave();
  });

  ready();
})();
