"""One law on one day, asked about acts that the checklist names: is it punished at home, reached abroad, and how long.

The facts are made here and wholly known: an adult of forty, a child of the age asked (it is its birthday), done on the
day asked, no means, no relation, not paid unless the test says so. So every "not known" is about the law. Silence of a
file is "no" only where it was declared complete for the conduct and the day (docs/law-benchmark.md, "Tests").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.facts import (
    NO_TIES,
    SUSPECT_AGE,
    UNTOUCHED,
    Act,
    Child,
    Codes,
    Facts,
    Leg,
    Links,
    Moments,
    Place,
    Suspect,
    Vessel,
    tied,
)
from fanal.engines.jurisdiction.model import (
    BENCHMARK_CONDUCTS,
    CONDUCTS,
    NO_STATE,
    UNDETERMINED,
    Condition,
    Corpus,
    Law,
    Missing,
    OffenceText,
    Provision,
    Review,
    RuleText,
    Version,
)
from fanal.engines.jurisdiction.parts import criminality, offences
from fanal.engines.jurisdiction.parts.expressions import links, weigh
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import Stretch, in_force, reference, standing
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, all_of, any_of, known, law_unknown
from fanal.vocabulary.dates import Interval

LAST_AGE = 17
"""The last year of childhood."""
MEDIUM: Mapping[str, frozenset[str]] = {
    "csam_production": frozenset({"image"}),
    "csam_distribution": frozenset({"image", "online"}),
    "csam_possession": frozenset({"image"}),
    "csam_access": frozenset({"image", "online"}),
    "performance": frozenset({"in_person", "live_stream", "online"}),
    "grooming": frozenset({"in_person", "online"}),
    "travel_facilitation": frozenset({"in_person", "online"}),
}
IN_PERSON = frozenset({"in_person"})


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of the checklist. `person`: who did it, to whom or where, for rules about acts abroad; empty: at home."""

    conduct: str
    age: int
    commercial: bool = False
    means: frozenset[str] = frozenset()
    relation: frozenset[str] = frozenset()
    medium: frozenset[str] | None = None
    suspect_age: int = SUSPECT_AGE
    person: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the versions of provisions that it rests on."""

    value: Value
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule of jurisdiction that a test looks for."""

    basis: frozenset[str]
    no_double_criminality: bool = False
    without: frozenset[str] = frozenset()


@dataclass(slots=True)
class DatedLaw:
    """One law on one day; what was worked out once is kept."""

    corpus: Corpus
    law: Law
    on: date
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)
    moments: Moments = field(init=False)

    def __post_init__(self) -> None:
        self.moments = Moments(_day(self.on), _day(self.on), self.on)

    def once[Made](self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        if key not in self.kept:
            self.kept[key] = make()
        made: Made = self.kept[key]
        return made

    def unknown(self, what: str) -> Value:
        return law_unknown(self.law.jurisdiction, what)

    def unread(self, what: str, missing: Missing) -> Value:
        """A field that nobody looked at, or one that was looked for in vain (`:undetermined`)."""
        return self.unknown(f"{what}:undetermined" if missing is UNDETERMINED else what)

    def seen(self, review: Review) -> Review:
        """A review as it stands on the day."""
        return replace(review, status=standing(review, self.on))

    def ref[Text](self, provision: Provision[Text], version: Version[Text]) -> Ref:
        return self.once(
            ("ref", provision.id, id(version)), lambda: reference(provision, version, self.law.sources, self.on)
        )

    def in_force[Text](self, provision: Provision[Text]) -> Stretch[Text]:
        """The state of a provision on the day."""
        return self.once(("force", provision.id), lambda: in_force(provision, self.on, self.moments)[0])

    def standing[Text](self, provision: Provision[Text]) -> tuple[Version[Text], ...]:
        """The versions that hold or may hold."""
        return self.in_force(provision).versions

    def text[Text](self, provision: Provision[Text]) -> Text | None:
        """The text that holds and may be relied on."""
        held = self.in_force(provision)
        return held.text if held.value.is_true else None

    def question(self, deed: Deed) -> Question:
        """The deed as facts; persons do not change whether an offence is made out, so only the role is kept apart."""
        key = deed if not deed.person or deed.person.endswith("_party") else replace(deed, person="")
        return self.once(("question", key), lambda: self._question(key))

    def _question(self, deed: Deed) -> Question:
        found = Question(self.corpus, self.facts(deed), self.moments, _day(self.on))
        found.kept.update(self.kept.setdefault(("texts",), {}))  # which text holds does not depend on the deed
        return found

    def facts(self, deed: Deed) -> Facts:
        return self.once(("facts", deed), lambda: facts(self.law, deed, self.on))

    # At home

    def offences(self, deed: Deed) -> tuple[tuple[Provision[OffenceText], Value], ...]:
        """The offences that cover the conduct, each with whether its elements are made out."""
        question = self.question(deed)
        return self.once(("offences", id(question)), lambda: self._offences(deed, question))

    def _offences(self, deed: Deed, question: Question) -> tuple[tuple[Provision[OffenceText], Value], ...]:
        texts = self.kept.setdefault(("texts",), {})
        found = []
        for offence in self.covering((deed.conduct,)):
            found.append((offence, offences.made_out(self.law, offence, question)))
            texts["texts", offence.id] = offences.texts(self.law, offence, question)
        return tuple(found)

    def covering(self, conducts: Iterable[str]) -> list[Provision[OffenceText]]:
        """Offences in force, or of which it is not known, that cover one of the conducts in some version."""
        asked = tuple(conducts)
        return self.once(("covering", asked), lambda: self._covering(asked))

    def _covering(self, conducts: tuple[str, ...]) -> list[Provision[OffenceText]]:
        return [one for one in criminality.covering(self.law, conducts) if self.standing(one)]

    def made_out(self, deed: Deed) -> Value:
        """Whether some offence of the law is made out, wherever it applies."""
        return any_of((*(value for _, value in self.offences(deed)), self.silence(deed.conduct)))

    def punished(self, deed: Deed) -> Found:
        """`pun`: whether the deed, done wholly inside the state, is punishable there."""
        found = [(offence, all_of((value, self._applies(offence)))) for offence, value in self.offences(deed)]
        value = any_of((*(one for _, one in found), self.silence(deed.conduct)))
        return Found(value, self.resting(value, found))

    def _applies(self, offence: Provision[OffenceText]) -> Value:
        """An offence that only rules for acts abroad name may be no offence at home (18 U.S.C. 2423(c))."""
        named, home = False, False
        for rule in self.law.rules.values():
            for version in rule.versions:
                covers = version.text.offences is None or offence.id in version.text.offences
                home |= covers and version.text.basis in {"territory", "flag"}
                named |= version.text.offences is not None and offence.id in version.text.offences
        return self.unknown(f"{offence.id}#territory") if named and not home else TRUE

    def silence(self, conduct: str) -> Value:
        """F where the file was declared complete for the conduct, else not known and why."""
        asked = CONDUCTS if conduct not in CONDUCTS else (conduct,)  # what no file can declare: complete as a whole
        return self.once(("silence", conduct), lambda: any_of(self._silent(one) for one in asked))

    def _silent(self, conduct: str) -> Value:
        return criminality.silence(self.law, (conduct,), self.question(Deed(conduct, LAST_AGE)))

    def silences(self, conducts: Iterable[str]) -> Value:
        return any_of(self.silence(conduct) for conduct in conducts)

    def resting(self, value: Value, found: Iterable[tuple[Provision[OffenceText], Value]]) -> tuple[Ref, ...]:
        """The offences on which a value rests: those of that value, or all that were looked at for a "no"."""
        return tuple(
            self.ref(offence, version)
            for offence, one in found
            if one.truth is value.truth
            for version in self.standing(offence)
        )

    # Abroad

    def reached(self, deed: Deed, wanted: Wanted) -> Found:
        """Whether some offence is made out by the deed and some rule of the kind wanted covers it."""
        values = [self.silence(deed.conduct)]
        for offence, made in self.offences(deed):
            if made.is_false:
                continue
            for rule in self.rules(wanted.basis):
                value = all_of((made, self._covered(rule, offence, deed, wanted)))
                if value.is_true:
                    refs = (self.ref(held, version) for held in (rule, offence) for version in self.standing(held))
                    return Found(value, tuple(refs))
                values.append(value)
        return Found(any_of(values))

    def first_asked(self, deed: Deed, wanted: Wanted | None = None) -> frozenset[tuple[str, str]]:
        """The decisions (kind, who) without which no way is open: at home, or by rules of a kind; none where it is not
        known whether one is open."""
        ways = [
            frozenset((one.kind, one.who) for one in asked if not one.unless_public_interest)
            for offence, made in self.offences(deed)
            if made.is_true
            for asked in self._ways(offence, deed, wanted)
        ]
        return frozenset.intersection(*ways) if ways else frozenset()

    def _ways(
        self, offence: Provision[OffenceText], deed: Deed, wanted: Wanted | None
    ) -> Iterator[tuple[Condition, ...]]:
        own = self.text(offence)
        asked = own.requires if own else ()
        if wanted is None:
            yield from (asked,) if self._applies(offence).is_true else ()
            return
        for rule in self.rules(wanted.basis):
            if self._covered(rule, offence, deed, wanted).is_true and (text := self.in_force(rule).text):
                yield (*asked, *text.requires)

    def rules(self, basis: frozenset[str]) -> list[Provision[RuleText]]:
        """Rules that have this basis in some version that may hold on the day."""
        return self.once(("rules", basis), lambda: self._rules(basis))

    def _rules(self, basis: frozenset[str]) -> list[Provision[RuleText]]:
        rules = self.law.rules.values()
        return [rule for rule in rules if any(version.text.basis in basis for version in self.standing(rule))]

    def _covered(self, rule: Provision[RuleText], offence: Provision[OffenceText], deed: Deed, wanted: Wanted) -> Value:
        stretch = self.in_force(rule)
        if not stretch.value.is_true:
            return stretch.value
        text = stretch.text
        if text.basis not in wanted.basis or (text.offences is not None and offence.id not in text.offences):
            return FALSE
        return all_of(
            (
                self._linked(rule, text, deed),
                self._graveness(text, offence, deed),
                self._freed(rule, text, offence, deed) if wanted.no_double_criminality else TRUE,
                self._unconditional(text, offence, wanted.without),
            )
        )

    def _linked(self, rule: Provision[RuleText], text: RuleText, deed: Deed) -> Value:
        if isinstance(text.when, Missing):
            return self.unknown(f"{rule.id}#when")
        if text.when is None:
            return TRUE
        return links(text.when, self.law, rule.id, self.facts(deed), self.moments)

    def _graveness(self, text: RuleText, offence: Provision[OffenceText], deed: Deed) -> Value:
        """An offence below a threshold of penalty is not reached."""
        if text.min_max_penalty_months is None and text.min_min_penalty_months is None:
            return TRUE
        asked = (("max_penalty", text.min_max_penalty_months), ("min_penalty", text.min_min_penalty_months))
        question = self.question(deed)
        return all_of(
            offences.at_least(self.law, offence, question, which, months) for which, months in asked if months
        )

    def _freed(self, rule: Provision[RuleText], text: RuleText, offence: Provision[OffenceText], deed: Deed) -> Value:
        """Whether no double criminality is asked for this offence."""
        wanted = text.double_criminality
        if isinstance(wanted, Missing):
            return self.unknown(f"{rule.id}#double_criminality")
        if wanted.unless is None or wanted.otherwise == "not_required":
            return known("not_required" in (wanted.rule, wanted.otherwise))
        question = self.question(deed)
        least = offences.penalty(self.law, offence, question, "min_penalty")
        return weigh(wanted.unless, replace(question.ground(self.law, rule.id), offence=offence.id, min_penalty=least))

    def _unconditional(self, text: RuleText, offence: Provision[OffenceText], without: frozenset[str]) -> Value:
        if not without:
            return TRUE
        own = self.text(offence)
        return known(without.isdisjoint(map(named, (*text.requires, *(own.requires if own else ())))))


def named(condition: Condition) -> str:
    """A condition as the checklist writes it: `request.minister`."""
    return f"{condition.kind}.{condition.who}"


def _day(on: date) -> Interval:
    return Interval(on, on)


def years_before(on: date, years: int) -> date:
    """The same day so many years earlier; 28 February where there is no 29th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def facts(law: Law, deed: Deed, on: date) -> Facts:
    """A deed as facts of which nothing is unknown: all have ties to another state, but for the person of the deed."""
    if deed.conduct not in BENCHMARK_CONDUCTS:
        raise ValueError(f"{deed.conduct} is no conduct")
    day, abroad = _day(on), tied(elsewhere(law))
    party = deed.person == "national_party"
    act = Act(
        conduct=(deed.conduct,),
        start=day,
        end=day,
        places=(Place(_place(law, deed)),),
        commercial=deed.commercial,
        means=Codes(deed.means),
        medium=deed.medium if deed.medium is not None else MEDIUM.get(deed.conduct, IN_PERSON),
        relation=Codes(deed.relation),
        role="party" if party else "principal",
        principal_nationality=abroad if party else NO_TIES,
        marriage=False,
        vessel=Vessel(deed.person, law.state) if deed.person in {"ship", "aircraft"} else None,
    )
    child = Child(
        born=_day(years_before(on, deed.age)),
        nationality=tied(law.state) if deed.person == "child_national" else abroad,
        residence=tied(law.jurisdiction) if deed.person == "child_resident" else abroad,
    )
    return Facts("", act, child, _suspect(law, deed, on, abroad), UNTOUCHED)


def _suspect(law: Law, deed: Deed, on: date, abroad: Links) -> Suspect:
    """National, resident or neither; one who lives abroad or is a resident has travelled from here a year before."""
    national, resident = deed.person.startswith("national"), deed.person == "resident"
    home = tied(law.jurisdiction)
    return Suspect(
        born=_day(years_before(on, deed.suspect_age)),
        nationality=tied(law.state) if national else abroad,
        residence=home if resident else abroad,
        permanent_residence=home if resident else NO_TIES,
        presence=home if deed.person in {"", "national_present"} else NO_TIES,
        travel=(Leg(law.state, elsewhere(law), _day(years_before(on, 1))),) if national or resident else (),
        immunity="none",
    )


def _place(law: Law, deed: Deed) -> str:
    if not deed.person:
        return law.jurisdiction
    return NO_STATE if deed.person in {"ship", "aircraft"} else elsewhere(law)


def elsewhere(law: Law) -> str:
    """Another state, of which nothing is said."""
    return "XS" if law.state == "XT" else "XT"
