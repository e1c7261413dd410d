"""One fictional law that does all that the checklist asks, and for each item a small edit that makes it fail there.

`good()` is a `fanal.law/1` mapping of XA, declared complete. `EDITS` maps an item to the edit and to the state that the
item must then have: *partial* where the other tests of the item still hold.
"""

import copy
from collections.abc import Callable
from typing import Any

type Mapped = dict[str, Any]
type Edit = Callable[[Mapped], None]

CITE = {"source": "code", "art": "1"}
COVERAGE = [{"conducts": "*", "state": "complete", "by": "a reviewer", "on": "2026-01-01"}]
MEANS = ["force", "threat", "coercion", "abuse_of_trust", "abuse_of_authority", "abuse_of_vulnerability",
         "incapacity", "exploitation_of_predicament"]  # fmt: skip
AGGRAVATIONS = ["family", "trust", "young_age", "group", "repeat", "grave_harm", "danger_to_life"]


def _offence(code: str, conduct: str, elements: Mapped, **more: Any) -> Mapped:
    fixed = {"max_penalty_years": 10, "attempt": True, "participation": True, "aggravations": AGGRAVATIONS}
    return {"id": f"xa.{code}", "covers": [conduct], "elements": elements, **fixed, "cite": CITE,
            "versions": [{"from": "1990-01-01", "source": "code", "note": "fictional"}], **more}  # fmt: skip


def _rule(code: str, basis: str, **more: Any) -> Mapped:
    return {"id": f"xa.j.{code}", "basis": basis, "offences": "*", "cite": CITE,
            "versions": [{"from": "1990-01-01", "source": "code", "note": "fictional"}], **more}  # fmt: skip


UNDER_18 = {"child_age_lt": 18}
CHILD_NATIONAL, CHILD_RESIDENT = {"victim_national": {"at": "act"}}, {"victim_resident": {"at": "act"}}
GOOD: Mapped = {
    "schema": "fanal.law/1",
    "jurisdiction": "XA",
    "names": {"en": "State A"},
    "coverage": COVERAGE,
    "sources": {"code": {"title": "Code of State A", "kind": "statute", "lang": "en", "version_date": "1990-01-01"}},
    "temporal": {"substantive": {"law_at": "act", "lex_mitior": True, "cite": CITE}},
    "place_of_act": {"rule": "ubiquity", "includes": ["conduct", "result", "ict_access"], "cite": CITE},
    "definitions": [
        {"term": "age_of_consent", "value": 16, "cite": CITE},
        {"term": "remuneration", "value": True, "includes": ["in_kind", "promise", "third_person"], "cite": CITE},
        {"term": "csam", "value": True, "includes": ["sexual_parts", "realistic_images", "ai_generated"], "cite": CITE},
    ],
    "offences": [
        _offence("sex", "sexual_activity", {"child_age_lt": 16}, exceptions=[{"close_in_age": 3}]),
        _offence("means", "sexual_activity", {
            "all_of": [UNDER_18, {"any_of": [{"means_any": MEANS}, {"relation_any": ["parent", "teacher"]}]}]}),
        _offence("pay", "sexual_activity", {"child_age_lt": 18, "commercial": True}),
        _offence("proc", "procuring", {"child_age_lt": 18, "commercial": True},
                 enumerates=["offer", "obtain", "procure", "provide", "recruit", "coerce"]),
        _offence("sale", "sale", UNDER_18),
        _offence("traf", "trafficking", UNDER_18),
        _offence("prod", "csam_production", UNDER_18, enumerates=[]),
        _offence("dist", "csam_distribution", UNDER_18,
                 enumerates=["import", "export", "offer", "sell", "make_available"]),
        _offence("poss", "csam_possession", UNDER_18),
        _offence("access", "csam_access", UNDER_18),
        _offence("perf", "performance", UNDER_18, enumerates=["recruit", "coerce", "attend", "live_stream"]),
        _offence("corr", "corruption", {"child_age_lt": 16}),
        _offence("groom", "grooming", {"child_age_lt": 16}),
        _offence("marr", "child_marriage", UNDER_18),
        _offence("travel", "travel_facilitation", UNDER_18, enumerates=["organise", "advertise"]),
    ],
    "jurisdiction_rules": [
        _rule("terr", "territory"),
        _rule("flag", "flag"),
        _rule("nat", "active_nationality", double_criminality="not_required", when={"suspect_national": {"at": "act"}}),
        _rule("res", "habitual_residence", double_criminality="required", when={"suspect_resident": {"at": "act"}}),
        _rule("child.nat", "passive_personality", double_criminality="required", when=CHILD_NATIONAL),
        _rule("child.res", "passive_personality", double_criminality="required", when=CHILD_RESIDENT),
        _rule("vic", "vicarious", double_criminality="required", when={"suspect_present": {"at": "charge"}},
              requires=[{"extradition": "refused"}, {"consent": "public_prosecutor", "criteria": True,
                                                     "time_limit_days": 30}]),
    ],
    "limitation": [{"id": "xa.l", "offences": "*", "none": True, "cite": CITE,
                    "versions": [{"from": "1990-01-01", "source": "code", "note": "fictional"}]}],
    "ne_bis_in_idem": {"domestic_judgment_bars": True, "foreign_judgment_bars": True,
                       "exceptions": ["sham_trial", "sentence_not_executed"], "cite": CITE},
    "extradition": {"nationals": "may", "needs_treaty": True, "opsc_as_basis": True, "min_penalty_months": 12,
                    "prosecute_if_refused": True, "cite": CITE},
    "child_not_punished": {"rule": "never", "covers": ["own_exploitation", "status_offences", "own_images"],
                           "cite": CITE},
    "procedure": {"continues_if_child_withdraws": True, "age_doubt_does_not_stop_investigation": True,
                  "measures_pending_age_verification": True, "concurrent_claims_consultation": True,
                  "provider_reporting": True, "cite": CITE},
    "legal_persons": {"liable": True, "offences": "*", "sanctions": ["fine"], "cite": CITE},
    "confiscation": {"proceeds": True, "instruments": True, "closing_of_premises": True, "cite": CITE},
    "victim_measures": [
        {"id": "xa.v.interview", "kind": "interview", "cite": CITE,
         "value": ["no_delay", "adapted_rooms", "trained", "same_person", "few", "accompanied"]},
        {"id": "xa.v.video", "kind": "video_evidence", "value": True, "cite": CITE},
        {"id": "xa.v.closed", "kind": "closed_hearing", "value": ["without_public", "heard_without_presence"],
         "cite": CITE},
        {"id": "xa.v.aid", "kind": "legal_aid", "value": ["free"], "cite": CITE},
        {"id": "xa.v.guardian", "kind": "guardian", "value": ["when_in_conflict"], "cite": CITE},
        {"id": "xa.v.information", "kind": "information", "value": True, "cite": CITE},
        {"id": "xa.v.privacy", "kind": "privacy", "value": True, "cite": CITE},
        {"id": "xa.v.support", "kind": "support", "value": ["safety", "medical", "psychological", "reintegration"],
         "cite": CITE},
        {"id": "xa.v.contact", "kind": "no_contact", "value": True, "cite": CITE},
        {"id": "xa.v.compensation", "kind": "compensation", "value": True, "also_foreign_child": True, "cite": CITE},
        {"id": "xa.v.home", "kind": "complaint_at_home", "value": True, "cite": CITE},
        {"id": "xa.v.return", "kind": "safe_return", "value": True, "cite": CITE},
        {"id": "xa.v.recovery", "kind": "recovery_period", "value": True, "cite": CITE},
    ],
}  # fmt: skip


def good() -> Mapped:
    return copy.deepcopy(GOOD)


# Small edits


def of(law: Mapped, part: str, code: str) -> Mapped:
    """The provision `xa.<code>` of a part of the law."""
    found: Mapped = next(one for one in law[part] if one["id"] == f"xa.{code}")
    return found


def offence(code: str, **fields: Any) -> Edit:
    return lambda law: of(law, "offences", code).update(fields)


def rule(code: str, **fields: Any) -> Edit:
    return lambda law: of(law, "jurisdiction_rules", f"j.{code}").update(fields)


def measure(code: str, **fields: Any) -> Edit:
    return lambda law: of(law, "victim_measures", f"v.{code}").update(fields)


def without(part: str, code: str) -> Edit:
    return lambda law: law[part].remove(of(law, part, code))


def group(name: str, **fields: Any) -> Edit:
    return lambda law: law[name].update(fields)


def less(part: str, code: str, field: str, gone: str) -> Edit:
    """A list of a provision without one of its codes."""

    def edit(law: Mapped) -> None:
        found = of(law, part, code)
        found[field] = [one for one in found[field] if one != gone]

    return edit


def both(*edits: Edit) -> Edit:
    def edit(law: Mapped) -> None:
        for one in edits:
            one(law)

    return edit


def all_but(code: str) -> list[str]:
    return [one["id"] for one in GOOD["offences"] if one["id"] != f"xa.{code}"]


def definition(term: str, **fields: Any) -> Edit:
    return lambda law: next(one for one in law["definitions"] if one["term"] == term).update(fields)


def limitation(**fields: Any) -> Edit:
    """Another length for all offences, from the act."""

    def edit(law: Mapped) -> None:
        found = law["limitation"][0]
        del found["none"]
        found.update({"start": {"max_of": ["act_end"]}, "absolute_cap": None, "interrupted_by": [],
                      "suspended_while": [], "stopped_by": [], **fields})  # fmt: skip

    return edit


def shorter_in_the_family(law: Mapped) -> None:
    """Within the family another offence, which lapses after five years; outside none lapses."""
    of(law, "offences", "sex")["elements"] = {
        "all_of": [{"child_age_lt": 16}, {"none_of": [{"relation_any": ["parent", "teacher"]}]}]
    }
    five = {"id": "xa.l.means", "offences": ["xa.means"], "years": 5, "start": {"max_of": ["act_end"]},
            "interrupted_by": [], "suspended_while": [], "stopped_by": [], "absolute_cap": None, "cite": CITE,
            "versions": [{"from": "1990-01-01", "source": "code", "note": "fictional"}]}  # fmt: skip
    law["limitation"][0]["offences"] = all_but("means")
    law["limitation"].append(five)


def fewer_means(gone: str) -> Edit:
    means = [one for one in MEANS if one != gone]
    wanted = {"any_of": [{"means_any": means}, {"relation_any": ["parent", "teacher"]}]}
    return offence("means", elements={"all_of": [UNDER_18, wanted]})


NO_TEACHER = {"all_of": [UNDER_18, {"any_of": [{"means_any": MEANS}, {"relation_any": ["parent"]}]}]}
EDITS: dict[str, tuple[Edit, str]] = {
    "A1": (offence("poss", elements={"child_age_lt": 16}), "partial"),
    "A2": (offence("sex", elements={"child_age_lt": 12}), "partial"),
    "A3": (fewer_means("threat"), "partial"),
    "A4": (offence("means", elements=NO_TEACHER), "partial"),
    "A5": (fewer_means("incapacity"), "partial"),
    "A6": (offence("sex", exceptions=[]), "no"),
    "A7": (less("offences", "proc", "enumerates", "recruit"), "partial"),
    "A8": (offence("pay", elements={"child_age_lt": 16, "commercial": True}), "partial"),
    "A9": (without("offences", "sale"), "no"),
    "A10": (offence("traf", elements={"child_age_lt": 18, "means_any": ["force"]}), "no"),
    "A11": (less("offences", "dist", "enumerates", "import"), "partial"),
    "A12": (without("offences", "poss"), "no"),
    "A13": (without("offences", "access"), "no"),
    "A14": (definition("csam", excludes=["ai_generated"]), "partial"),
    "A15": (less("offences", "perf", "enumerates", "live_stream"), "partial"),
    "A16": (without("offences", "corr"), "no"),
    "A17": (offence("groom", elements={"child_age_lt": 16, "medium_any": ["in_person"]}), "partial"),
    "A18": (offence("proc", attempt=False), "partial"),
    "A19": (less("offences", "travel", "enumerates", "advertise"), "partial"),
    "A20": (group("legal_persons", liable=False), "partial"),
    "A21": (offence("poss", max_penalty_years=0.5), "partial"),
    "A22": (group("confiscation", closing_of_premises=False), "partial"),
    "A23": (group("procedure", provider_reporting=False), "no"),
    "B1": (without("jurisdiction_rules", "j.flag"), "partial"),
    "B2": (group("place_of_act", rule="result", includes=["result"]), "no"),
    "B3": (rule("nat", offences=all_but("poss")), "no"),
    "B4": (without("jurisdiction_rules", "j.res"), "no"),
    "B5": (without("jurisdiction_rules", "j.child.res"), "partial"),
    "B6": (rule("nat", double_criminality="required"), "no"),
    "B7": (rule("nat", requires=[{"complaint": "victim"}]), "partial"),
    "B8": (both(rule("nat", offences=all_but("poss")),
                rule("vic", when={"all": [{"not": {"suspect_national": {"at": "act"}}},
                                          {"suspect_present": {"at": "charge"}}]})), "no"),
    "B9": (group("extradition", opsc_as_basis=False), "partial"),
    "B10": (group("extradition", nationals="never", prosecute_if_refused=False), "no"),
    "B11": (rule("nat", offences=all_but("groom")), "no"),
    "B12": (rule("vic", requires=[{"request": "minister"}]), "partial"),
    "B13": (group("procedure", concurrent_claims_consultation=False), "no"),
    "B14": (group("ne_bis_in_idem", exceptions=["sham_trial"]), "partial"),
    "C1": (limitation(years=1), "no"),
    "C2": (limitation(length_by_victim_age={"until_age": 40}), "no"),
    "C3": (shorter_in_the_family, "no"),
    "C4": (group("procedure", continues_if_child_withdraws=False), "partial"),
    "D1": (group("child_not_punished", rule="principle"), "partial"),
    "D2": (group("procedure", measures_pending_age_verification=False), "partial"),
    "D3": (less("victim_measures", "v.interview", "value", "few"), "partial"),
    "D4": (measure("closed", value=["without_public"]), "partial"),
    "D5": (measure("aid", value=["means_tested"]), "partial"),
    "D6": (measure("contact", value=False), "partial"),
    "D7": (measure("compensation", also_foreign_child=False), "partial"),
    "D8": (measure("return", value=False), "partial"),
}  # fmt: skip
