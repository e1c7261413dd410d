// What came of a form: the same sums as the server's (`learning.courses.scoring`), which a test holds equal.
const scoring = (() => {
  "use strict";
  const RIGHT = ["best", "acceptable"], NEARLY = 1e-9;

  // Of one situation with what followed it: `made` are its choices, each with what it is worth and whether it tells.
  const outcome = (made) => ({
    right: made.length > 0 && made.every((one) => RIGHT.includes(one.value)),
    harmful: made.filter((one) => one.value === "harmful").length,
    told: made.some((one) => one.tells),
  });

  // `rows`: of each situation what it is (`truth`), and what was chosen.
  const score = (rows, rule) => {
    const found = rows.map(({ truth, made }) => ({ truth, ...outcome(made) }));
    const of = (truth) => found.filter((one) => one.truth === truth), told = (all) => all.filter((one) => one.told).length;
    const right = found.filter((one) => one.right).length, harmful = found.reduce((sum, one) => sum + one.harmful, 0);
    const worrying = of("concern"), harmless = of("no_concern"), hits = told(worrying), alarms = told(harmless);
    const passed = found.length > 0 && right >= rule.acts_right * found.length - NEARLY && harmful <= rule.harmful
      && (rule.hit_rate === null || hits >= rule.hit_rate * worrying.length - NEARLY)
      && (rule.false_alarm_rate === null || alarms <= rule.false_alarm_rate * harmless.length + NEARLY);
    const share = found.length ? Math.round((100 * right) / found.length) : 0;
    // Systems compare the score with 80 and believe themselves: it never says another thing than the status.
    const raw = passed ? Math.max(80, share) : Math.min(79, share);
    return { passed, raw, right, harmful, hits, concerns: worrying.length, alarms, harmless: harmless.length, all: found.length };
  };
  return { outcome, score };
})();
if (typeof module !== "undefined") module.exports = scoring;
