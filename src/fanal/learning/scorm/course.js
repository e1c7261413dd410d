// Plays the course: its pages, then a form of situations; what is answered stays in this page's memory.
(() => {
  "use strict";
  const d = document, $ = (css, from = d) => from.querySelector(css), all = (css, from = d) => [...from.querySelectorAll(css)];
  const data = JSON.parse($("#data").textContent), words = $("#words").dataset, pages = all("[data-page]"), parts = all("[data-part]");
  const copy = (kind, id) => $(`#${kind}-${CSS.escape(id)}`).content.cloneNode(true);
  const draw = (list) => list[crypto.getRandomValues(new Uint32Array(1))[0] % list.length];
  const shuffled = (list) => list.map((one) => [crypto.getRandomValues(new Uint32Array(1))[0], one]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  let at = -1, form = "", asked = [], made = {}, open = null, done = false;

  const show = (section) => {
    for (const one of [...pages, ...parts]) one.hidden = one !== section;
    scrollTo(0, 0);
    const heading = $("h1", section);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  const told = () => { $("#lost").hidden = !scorm.failed; $("#alone").hidden = scorm.there; };

  // ---- lessons ----
  const go = (to) => {
    const lesson = (n) => (pages[n] ? pages[n].dataset.page : "");
    const ends = at >= 0 && lesson(at) !== lesson(to);
    at = Math.min(Math.max(to, 0), pages.length - 1);
    show(pages[at]);
    scorm.say("cmi.core.lesson_location", String(at + 1));
    scorm.say("cmi.suspend_data", `fanal/1 ${at + 1}`);
    if (ends) scorm.commit();
    told();
  };

  // What was chosen, with what each choice would bring; then what follows from it.
  const reply = (box, item, chosen) => {
    const section = copy("replies", item);
    for (const one of all("[data-choice]", section)) {
      if (!chosen.includes(one.dataset.choice)) continue;
      one.classList.add("mine");
      $(".verdict", one)?.append(` · ${words.mine}`);
    }
    box.replaceChildren(section);
    const next = data.situations[item]?.choices[chosen[0]].next;
    if (next) {
      const more = d.createElement("div");
      more.className = "stack";
      more.append(copy("choose", next));
      box.after(more);
    }
  };

  // ---- the form ----
  const begin = () => {
    const others = Object.keys(data.forms).filter((one) => one !== form);
    form = draw(others.length ? others : Object.keys(data.forms));
    asked = shuffled(data.forms[form].map(draw));
    made = {};
    following();
  };
  const walked = (id) => {
    const found = [];
    for (let now = id; now && made[now]; now = data.situations[now].choices[made[now]].next) found.push([now, made[now]]);
    return found;
  };
  const openOf = (id) => {
    for (let now = id; now; now = data.situations[now].choices[made[now]].next) if (!made[now]) return now;
    return null;
  };
  const following = () => {
    const number = asked.findIndex(openOf);
    if (number < 0) return finish();
    open = openOf(asked[number]);
    const part = $("[data-part=asked]"), box = $("[data-box]", part), choices = copy("choose", open);
    $("h1", part).textContent = filled(words.situation, { number: number + 1, whole: asked.length });
    const fields = $("fieldset", choices);
    fields.append(...shuffled(all(".choice", fields)));
    box.replaceChildren(choices);
    $("#follows").hidden = asked.includes(open);
    show(part);
  };
  const finish = () => {
    const rows = asked.map((id) => ({ truth: data.situations[id].truth, made: walked(id).map(([one, chosen]) => data.situations[one].choices[chosen]) }));
    const found = scoring.score(rows, data.passing), part = $("[data-part=result]");
    done = done || found.passed; // what was passed stays passed
    if (found.passed || !done) {
      scorm.say("cmi.core.score.min", 0);
      scorm.say("cmi.core.score.max", 100);
      scorm.say("cmi.core.score.raw", found.raw);
      scorm.say("cmi.core.lesson_status", found.passed ? "passed" : "failed");
    }
    scorm.commit();
    $("h1", part).textContent = found.passed ? words.passed : words.failed;
    $("#balance").textContent = found.concerns + found.harmless && data.notices ? filled(words.balance, found) : "";
    $("#harm").hidden = !found.harmful;
    $("#again").hidden = found.passed;
    $("#given").replaceChildren(...asked.flatMap((id) => walked(id).map(([one, chosen]) => {
      const box = d.createElement("div");
      box.className = "stack";
      const section = copy("replies", one);
      const mine = $(`[data-choice=${CSS.escape(chosen)}]`, section);
      mine.classList.add("mine");
      $(".verdict", mine).append(` · ${words.mine}`);
      box.append(section);
      return box;
    })));
    show(part);
    told();
  };

  d.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(event.target), item = said.get("item"), chosen = said.getAll("choice");
    if (!chosen.length) return;
    if (!$("[data-part=asked]").hidden) {
      made[item] = chosen[0];
      return following();
    }
    reply(event.target.parentElement, item, chosen);
  });
  d.addEventListener("click", (event) => {
    const to = event.target.closest("[data-go]")?.dataset.go;
    if (to === "next") at + 1 < pages.length ? go(at + 1) : begin();
    else if (to === "back") go(at - 1);
    else if (to === "begin") begin();
    else if (to === "lessons") go(0);
  });

  const before = scorm.begin(), place = Number((/(\d+)$/.exec(before.place) || [])[1] || 1);
  done = before.status === "passed";
  d.addEventListener("visibilitychange", () => { if (d.visibilityState === "hidden") scorm.commit(); });
  addEventListener("pagehide", () => scorm.end(done));
  go(place - 1);
})();
