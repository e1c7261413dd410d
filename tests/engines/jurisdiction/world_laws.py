"""Writes the file of one fictional state: a `fanal.law/1` mapping drawn through a source of chance (see `worlds`)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fanal.engines.jurisdiction.model import CONDUCTS

type Mapped = dict[str, Any]

MEANS = ("force", "threat", "deception", "abuse_of_vulnerability", "exploitation_of_predicament")
RELATIONS = ("parent", "guardian", "teacher", "other_trust")
MEDIA = ("in_person", "online", "live_stream", "image")
ROLES = ("principal", "party", "organiser", "attempt")
CHANGES = ("1998-04-01", "2004-07-01", "2010-01-01", "2015-03-02", "2019-11-20")  # first days of new texts
LAST_DAYS = ("1998-03-31", "2004-06-30", "2009-12-31", "2015-03-01", "2019-11-19")  # and the days before them
INTERRUPTIONS, STOPS, SUSPENSIONS = ("search_or_seizure_order", "charge"), ("detained",), ("fugitive_request_pending",)
LENGTHS = ({"gt": 8, "years": 20}, {"gt": 5, "years": 15}, {"gt": 2, "years": 10}, {"gt": 0, "years": 5})
# One link for each coordinate of a pattern: nationality, residence, the child's link, presence.
COORDINATES: Mapping[str, tuple[str, ...]] = {
    "N": ("suspect_national",),
    "R": ("suspect_resident",),
    "V": ("victim_national", "victim_resident"),
    "P": ("suspect_present",),
}
KINDS = ("NR", "NV", "NP", "RV", "RP", "VP", "NRV", "NRP", "NVP", "RVP", "NRVP")
BASIS = {"N": "active_nationality", "R": "habitual_residence", "V": "passive_personality", "P": "presence"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a world may hold; ranges are inclusive.

    `coupled`: exactly so many kinds of coupled rules, None as it falls. `plain`: only the links of a pattern, at
    one moment. `complete`: every conduct is declared complete and every field is written; otherwise there are absent
    fields, texts nobody read, uncertain commencements, ranges of penalty and silence.
    """

    states: tuple[int, int] = (1, 4)
    conducts: tuple[str, ...] = CONDUCTS[:3]
    offences: tuple[int, int] = (1, 3)
    rules: tuple[int, int] = (1, 4)
    limitations: tuple[int, int] = (1, 2)
    versions: int = 2
    coupled: int | None = None
    plain: bool = False
    not_rules: bool = True
    lower_ages: bool = True
    temporal: bool = True  # lex mitior, rules at the proceedings, commencement of every element, late first texts
    limitation: bool = True  # otherwise nothing is ever time-barred
    conditions: bool = True
    thresholds: bool = True
    double_criminality: bool = True  # otherwise no rule asks for it
    defences: bool = True  # otherwise the prosecution shows that no exception applies
    complete: bool = True


PLAIN = Shape(
    plain=True, not_rules=False, temporal=False, limitation=False, conditions=False, thresholds=False, coupled=0
)
INCOMPLETE = Shape(complete=False)


@dataclass(frozen=True)
class Writer:
    """Writes the file of one state."""

    chance: random.Random
    shape: Shape
    code: str
    codes: Sequence[str]
    owners: Mapping[str, str]

    def maybe(self, share: float) -> bool:
        """True with this probability; shrinks to false."""
        return self.chance.random() > 1 - share

    def some(self, codes: Sequence[str], least: int = 1) -> list[str]:
        return sorted(self.chance.sample(codes, self.chance.randint(least, max(least, len(codes) // 2))))

    def law(self) -> Mapped:
        offences = [self.offence(number) for number in range(self.chance.randint(*self.shape.offences))]
        ids = [offence["id"] for offence in offences]
        limitations = self.chance.randint(*self.shape.limitations)
        rules = [self.rule("territory", ids, None)]
        rules += [self.free_rule(ids) for _ in range(self.chance.randint(*self.shape.rules))]
        rules += [self.coupled_rule(ids, kind) for kind, owner in self.owners.items() if owner == self.code]
        for number, rule in enumerate(rules):
            rule["id"] = f"{self.code.lower()}.j.{number}"
        found: Mapped = {
            "schema": "fanal.law/1",
            "jurisdiction": self.code,
            "names": {"en": f"State {self.code}"},
            "sources": {"code": self.source()},
            "temporal": self.temporal(),
            "settings": {"offence_end": self.chance.choice(("each_date", "law_at_end"))},
            "place_of_act": self.place_of_act(),
            "offences": offences,
            "jurisdiction_rules": rules,
            "limitation": [self.limitation(number, ids) for number in range(min(limitations, len(ids) + 1))],
            "ne_bis_in_idem": self.ne_bis(),
            "extradition": self.extradition(),
        }
        if self.shape.complete:
            found["coverage"] = [
                {"conducts": list(CONDUCTS), "state": "complete", "by": "a generator", "on": "2026-01-01"}
            ]
        elif self.maybe(0.5):
            found["not_entered"] = [
                {"art": "art. 99", "covers": [self.chance.choice(self.shape.conducts)], "why": "not read"}
            ]
        return found

    def source(self) -> Mapped:
        return {
            "title": f"Code of {self.code}",
            "kind": "statute",
            "version_date": "2025-01-01",
            "stand": "as of 2025",
            "url": f"https://law.example/{self.code.lower()}",
            "lang": "en",
            "licence": "fictional",
        }

    def temporal(self) -> Mapped:
        free = self.shape.temporal
        substantive = {
            "law_at": "act",
            "lex_mitior": free and self.maybe(0.3),
            "all_elements_after_commencement": free and self.maybe(0.2),
        }
        change = {
            "extends_running": self.maybe(0.7),
            "shortens_running": self.maybe(0.3),
            "revives_expired": self.maybe(0.1),
        }
        rules = {"law_at": "proceedings" if free and self.maybe(0.2) else "act"}
        groups: Mapped = {"substantive": substantive, "jurisdiction_rules": rules, "limitation_change": change}
        for group in groups.values():
            self.drop(group, 0.15)
            group["cite"] = self.cite()
        return groups

    def drop(self, group: Mapped, share: float) -> None:
        """Leaves fields out where the world may be incomplete."""
        if not self.shape.complete:
            for name in [name for name in group if self.maybe(share)]:
                del group[name]

    def cite(self) -> Mapped:
        return {"source": "code", "art": f"art. {self.chance.randint(1, 99)}"}

    def place_of_act(self) -> Mapped:
        extras = ("intended_result", "participation_at_home", "ict_access")
        return {
            "rule": "ubiquity"
            if self.shape.plain
            else self.chance.choice(("ubiquity", "ubiquity", "conduct", "result")),
            "includes": ["conduct", "result", *(extra for extra in extras if self.maybe(0.5))],
            "presumption_if_uncertain": self.maybe(0.5),
            "cite": self.cite(),
        }

    def ne_bis(self) -> Mapped:
        return {
            "domestic_judgment_bars": True,
            "foreign_judgment_bars": self.chance.choice((False, True)),
            "exceptions": self.some(("sentence_not_executed", "sham_trial", "territorial"), 0),
            "also_bars": [],
            "cite": self.cite(),
        }

    def extradition(self) -> Mapped:
        partners = [code for code in self.codes[:12] if code != self.code and self.maybe(0.5)]
        return {
            "nationals": self.chance.choice(("never", "may")),
            "needs_treaty": self.maybe(0.5),
            "opsc_as_basis": self.maybe(0.5),
            "double_criminality": self.maybe(0.5),
            "min_penalty_months": 12,
            "lapse_of_time_bars": False,
            "treaties": [{"with": code, "from": "1990-01-01"} for code in partners],
            "cite": self.cite(),
        }

    def versions(self, text: Any) -> list[Mapped]:
        """One to `Shape.versions` versions of what `text()` gives, each with its own fields."""
        count = self.chance.randint(1, self.shape.versions)
        cuts = sorted(self.chance.sample(range(len(CHANGES)), count - 1))
        late = self.shape.temporal and self.maybe(0.15)  # nothing before the first text
        starts: list[int | None] = [
            self.chance.randrange(min(cuts, default=len(CHANGES))) if late and 0 not in cuts else None,
            *cuts,
        ]
        found = []
        for start, end in zip(starts, [*cuts, None], strict=True):
            version: Mapped = {"source": "code", **text()}
            if start is not None:
                version["from"] = self.day(CHANGES[start], LAST_DAYS[start])
                version["note"] = "fictional"
            if end is not None:
                version["to"] = LAST_DAYS[end]
            found.append(self.unread(version))
        for before, after in pairwise(found):
            if isinstance(after["from"], dict):  # the change is as uncertain for the text that ends
                before["to"] = dict(after["from"])
        return found

    def day(self, first: str, before: str) -> str | Mapped:
        if self.shape.complete or not self.maybe(0.3):
            return first
        return {"after": f"{int(before[:4]) - 1}{before[4:]}", "by": first}

    def unread(self, version: Mapped) -> Mapped:
        """A version whose wording is not established, now and then."""
        if self.shape.complete or not self.maybe(0.12):
            return version
        return {name: value for name, value in version.items() if name in {"from", "to"}} | {"unknown": True}

    def offence(self, number: int) -> Mapped:
        found = {
            "id": f"{self.code.lower()}.o{number}",
            "covers": self.covers(number),
            "cite": self.cite(),
            "versions": self.versions(self.offence_text),
        }
        if self.shape.conditions and self.maybe(0.15):
            found["requires"] = [{"complaint": "victim", "unless_public_interest": self.maybe(0.5)}]
        return found

    def covers(self, number: int) -> list[str]:
        """Every conduct in turn, now and then with another one."""
        found = {self.shape.conducts[number % len(self.shape.conducts)]}
        if self.maybe(0.2):
            found.add(self.chance.choice(self.shape.conducts))
        return sorted(found)

    def offence_text(self) -> Mapped:
        text: Mapped = {
            "elements": self.elements(2),
            "exceptions": self.exceptions(),
            "max_penalty_years": self.penalty(),
            "attempt": self.maybe(0.7),
            "participation": self.maybe(0.7),
        }
        if text["max_penalty_years"] in (6, 8, 10, 15) and self.maybe(0.4):
            text["min_penalty_years"] = self.chance.choice((1, 3, 4))
        penalty = text.pop("max_penalty_years")
        self.drop(text, 0.06)
        return text | {"max_penalty_years": penalty}

    def penalty(self) -> int | str | Mapped:
        if not self.shape.complete and self.maybe(0.2):
            return {"lo": 2, "hi": 10}
        return self.chance.choice((10, 2, 4, 6, 8, 15, "life"))

    def exceptions(self) -> list[Mapped]:
        if not self.maybe(0.3):
            return []
        close: Mapped = {"close_in_age": self.chance.randint(2, 5)}
        if close["close_in_age"] % 2:
            close["inclusive"] = True
        if self.shape.lower_ages and self.maybe(0.5):
            close["min_child_age"] = 13
        found = self.chance.choice((close, {"marriage": True}, {"peer": True}))
        if "marriage" in found and self.shape.defences and self.maybe(0.6):
            found |= {"burden": "defence", "burden_cite": self.cite()}
        return [found]

    def elements(self, depth: int) -> Mapped:
        if depth and self.maybe(0.6):
            joins = ("all_of", "any_of", "none_of") if self.shape.lower_ages else ("all_of", "any_of")
            count = self.chance.randint(2, 3)
            return {self.chance.choice(joins): [self.elements(depth - 1) for _ in range(count)]}
        return self.element()

    def element(self) -> Mapped:
        age = self.chance.choice((18, 16, 15, 14, 13, 12))
        choices: list[Mapped] = [
            {"child_age_lt": age},
            {"child_age_lt": 18},
            {"offender_age_ge": self.chance.choice((18, 14, 16, 21))},
            {"age_gap_ge": self.chance.randint(2, 6)},
            {"commercial": True},
            {"means_any": self.some(MEANS)},
            {"relation_any": self.some(RELATIONS)},
            {"medium_any": self.some(MEDIA)},
            {"role_any": self.some(ROLES)},
        ]
        if self.shape.lower_ages:
            choices += [{"child_age_ge": age}, {"offender_age_lt": self.chance.choice((18, 21))}]
        return self.chance.choice(choices)

    def rule(self, basis: str, ids: list[str], when: Mapped | None) -> Mapped:
        found: Mapped = {"basis": basis, "offences": self.listed(ids), "cite": self.cite()}
        if when is not None:
            found["when"] = when
        if basis not in {"territory", "flag"}:
            found |= self.abroad(ids)
        found["versions"] = self.versions(dict)
        return found

    def listed(self, ids: list[str]) -> str | list[str]:
        return self.some(ids) if self.maybe(0.4) else "*"

    def abroad(self, ids: list[str]) -> Mapped:
        found: Mapped = {"double_criminality": self.double_criminality(ids)}
        self.drop(found, 0.1)
        if self.shape.thresholds and self.maybe(0.25):
            found["min_max_penalty_months"] = self.chance.choice((12, 48, 96))
        if self.shape.thresholds and self.maybe(0.1):
            found["min_min_penalty_months"] = 24
        if self.shape.conditions and self.maybe(0.35):
            found["requires"] = [self.condition()]
        return found

    def condition(self) -> Mapped:
        return self.chance.choice(
            (
                {"consent": "prosecutor_general", "criteria": True},
                {"complaint": "victim"},
                {"request": "minister"},
                {"extradition": self.chance.choice(("refused", "not_requested", "not_effected"))},
                {"transfer_of_proceedings": "state"},
            )
        )

    def double_criminality(self, ids: list[str]) -> str | Mapped:
        if not self.shape.double_criminality:
            return "not_required"
        kind = self.chance.choice(("not_required", "required", "required_or_no_mans_land"))
        if kind == "not_required" or not self.maybe(0.3):
            return kind
        unless = ({"child_under": self.chance.choice((18, 15))}, {"offence_in": self.some(ids)}, {"min_penalty_ge": 4})
        count = self.chance.randint(1, 3)
        return {"unless": {self.chance.choice(("all", "any")): list(unless[:count])}, "else": kind}

    def free_rule(self, ids: list[str]) -> Mapped:
        special = [] if self.shape.plain else [self.travel, self.became, self.principal]
        if self.shape.not_rules:
            special.append(self.vicarious)
        if not self.shape.plain and self.maybe(0.1):
            return self.rule("flag", ids, None)
        if special and self.maybe(0.3):
            return self.chance.choice(special)(ids)
        if self.maybe(0.1):
            return self.rule("universal", ids, None)
        coordinate = self.chance.choice("NRVP")
        return self.rule(BASIS[coordinate], ids, self.link(coordinate))

    def link(self, coordinate: str) -> Mapped:
        name = self.chance.choice(COORDINATES[coordinate])
        if self.shape.plain:
            return {name: {"at": "act"}}
        if self.maybe(0.2):
            return {"any": [{name: {"at": "act"}}, {name: {"at": "charge"}}]}
        return {name: {"at": self.chance.choice(("act", "charge"))}}

    def coupled_rule(self, ids: list[str], kind: str) -> Mapped:
        return self.rule(BASIS[kind[0]], ids, {"all": [self.link(coordinate) for coordinate in kind]})

    def travel(self, ids: list[str]) -> Mapped:
        legs = {"travel": {"leg": self.chance.choice(("touches", "departs", "arrives"))}}
        abroad: Mapped = {"any": [legs, {"suspect_resides_abroad": {"at": "act"}}]} if self.maybe(0.5) else legs
        return self.rule("active_nationality", ids, {"all": [{"suspect_national": {"at": "act"}}, abroad]})

    def became(self, ids: list[str]) -> Mapped:
        return self.rule("active_nationality", ids, {"suspect_became_national": {"at": "charge"}})

    def principal(self, ids: list[str]) -> Mapped:
        choices: tuple[Mapped, ...] = (
            {"all": [{"role": ["party", "organiser"]}, {"principal_national": True}]},
            {"suspect_permanent_resident": {"at": "act"}},
        )
        return self.rule("habitual_residence", ids, self.chance.choice(choices))

    def vicarious(self, ids: list[str]) -> Mapped:
        when: Mapped = {"all": [{"not": {"suspect_national": {"at": "act"}}}, {"suspect_present": {"at": "charge"}}]}
        return self.rule("vicarious", ids, when)

    def limitation(self, number: int, ids: list[str]) -> Mapped:
        """The first is for every offence; later ones name theirs, each of them once."""
        found: Mapped = {"id": f"{self.code.lower()}.l.{number}", "cite": self.cite()}
        found["offences"] = "*" if number == 0 else [ids[number - 1]]
        if not self.shape.limitation:
            return found | {"none": True, "versions": [{"source": "code"}]}
        return found | {"versions": self.versions(lambda: self.period(number))}

    def period(self, number: int) -> Mapped:
        if number and self.maybe(0.3):
            return {"none": True}
        start: list[Any] = ["act_end"] if number == 0 else ["act_end", {"victim_age": self.chance.choice((18, 21, 30))}]
        text: Mapped = {
            "length_by_max_penalty": [dict(step) for step in LENGTHS],
            "start": {"max_of": start, "day_after": self.maybe(0.3)},
            "interrupted_by": self.some(INTERRUPTIONS, 0),
            "suspended_while": self.some(SUSPENSIONS, 0),
            "stopped_by": self.some(STOPS, 0),
            "absolute_cap": {"times": 2, "from": "act_end", "extended_by_suspension": self.maybe(0.5)},
        }
        self.drop(text, 0.06)
        return text
