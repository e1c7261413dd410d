// An enhancement only: every page works without this file. In-place pages and quick exit need a [data-leave] link.
(() => {
  "use strict";
  const d = document, root = d.documentElement, all = (css) => d.querySelectorAll(css);
  const exit = () => d.querySelector("[data-leave]");
  const say = (key) => {
    const p = d.querySelector("[data-say]");
    if (p) p.textContent = p.dataset[key] || "";
  };
  const digits = (n) => String(n).replace(/\d/g, (c) => (root.dataset.digits || "0123456789")[c]);
  const keep = (event) => event.preventDefault();
  let busy = false, plain = false, shifts = 0, mixed = false, timer;

  const leave = () => {
    removeEventListener("beforeunload", keep);
    const to = exit().href;
    root.hidden = true;
    d.title = "\u200b";
    location.replace(to);
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
    if (d.querySelector("[data-keep]")) addEventListener("beforeunload", keep);
  };

  const show = (text, url) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("main") || !page.querySelector("[data-leave]")) throw new Error("no page of ours");
    for (const name of ["lang", "dir", "data-digits"])
      root.setAttribute(name, page.documentElement.getAttribute(name) || "");
    d.title = page.title;
    d.body.replaceWith(d.adoptNode(page.body));
    history.replaceState(null, "", url);
    scrollTo(0, 0);
    const first = d.querySelector("[autofocus]") || d.querySelector("main h1");
    if (first) {
      if (first.tabIndex < 0) first.tabIndex = -1;
      first.focus();
    }
    ready();
  };

  // Asks for a page and puts it in place of this one: the whole visit stays one entry of the history.
  const go = async (url, options, otherwise) => {
    if (busy) return;
    busy = true;
    const slow = setTimeout(() => say("slow"), 2000);
    let answer, text;
    try {
      answer = await fetch(url, options);
      text = await answer.text();
    } catch {
      say("lost");
    }
    clearTimeout(slow);
    busy = false;
    if (text === undefined) return;
    try {
      if (!/^text\/html/.test(answer.headers.get("content-type"))) throw new Error("no page");
      show(text, answer.url);
    } catch {
      plain = true;
      otherwise();
    }
  };

  d.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (plain || !exit() || "plain" in form.dataset) return;
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
    if (!exit()) return;
    if (a === exit()) {
      event.preventDefault();
      return leave();
    }
    if (a.origin !== location.origin || a.target || "plain" in a.dataset) return;
    event.preventDefault();
    const aim = a.hash && a.pathname === location.pathname && d.getElementById(a.hash.slice(1));
    if (aim) {
      aim.scrollIntoView();
      return aim.focus();
    }
    go(a.href, {}, () => location.replace(a.href));
  });

  d.addEventListener("input", (event) => event.target.dataset.limit && count(event.target));

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
