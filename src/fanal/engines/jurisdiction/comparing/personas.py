"""Who is looked at when two laws are compared: the weakest ties that meet what some rule of either asks for.

What rules ask of persons (`when`) is taken apart into the smallest sets of ties, each at its moment; each set is a
person who has these ties to the state and no other: a foreigner who lives nowhere and is found elsewhere. A tie at the
act ends before the charge, one at the charge begins after the act. Negative ties hold of whoever does not have them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fanal.engines.jurisdiction.comparing.ways import smallest, terms
from fanal.engines.jurisdiction.facts import UNTOUCHED, Extradition, Facts, Leg, Link, Links, Place, Vessel, tied
from fanal.engines.jurisdiction.model import NO_STATE, Basis, DoubleCriminality, Expr, Law, Provision, RuleText
from fanal.engines.jurisdiction.parts.index import HERE
from fanal.vocabulary.dates import Interval

type Tie = tuple[str, str]
"""An operator of links and the moment (or the leg of a journey, or the role) that it names."""

ACT, CHARGE = "act", "charge"
YES, NO, NO_MANS_LAND = "yes", "no", "no_state"
UNASKED, REFUSED, NOT_POSSIBLE = "", "refused", "not_possible"
EXTRADITION = (UNASKED, REFUSED, NOT_POSSIBLE)
_NAMES = {
    frozenset({("suspect_national", ACT)}): "suspect_national",
    frozenset({("suspect_national", CHARGE)}): "suspect_became_national",
    frozenset({("suspect_resident", ACT)}): "suspect_resident_at_act",
    frozenset({("suspect_resident", CHARGE)}): "suspect_became_resident",
    frozenset({("suspect_present", CHARGE)}): "foreigner_present",
    frozenset({("victim_national", ACT)}): "child_national",
    frozenset({("victim_resident", ACT)}): "child_resident",
    frozenset[Tie](): "whoever",
}
# The person of a rule whose links nobody has read yet.
_OF_BASIS: dict[Basis, Tie] = {
    Basis.ACTIVE_NATIONALITY: ("suspect_national", ACT),
    Basis.HABITUAL_RESIDENCE: ("suspect_resident", ACT),
    Basis.PASSIVE_PERSONALITY: ("victim_national", ACT),
    Basis.PRESENCE: ("suspect_present", CHARGE),
    Basis.VICARIOUS: ("suspect_present", CHARGE),
}
_HELD = {
    "suspect_national": ("suspect", "nationality"),
    "suspect_resident": ("suspect", "residence"),
    "suspect_permanent_resident": ("suspect", "permanent_residence"),
    "suspect_present": ("suspect", "presence"),
    "victim_national": ("child", "nationality"),
    "victim_resident": ("child", "residence"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with these ties to the state. `here`: the act was done in the state, or aboard a ship of it."""

    name: str
    ties: frozenset[Tie] = frozenset()
    here: Basis | None = None

    @property
    def role(self) -> str | None:
        return next((value for op, value in self.ties if op == "role"), None)


AT_HOME = Person("act_in_the_state", here=Basis.TERRITORY)
ABOARD = Person("act_aboard", here=Basis.FLAG)


def persons(laws: Iterable[Law]) -> tuple[Person, ...]:
    """Everybody whom some rule of these laws looks at, in the order of their names."""
    found: dict[frozenset[Tie], Person] = {}
    here: list[Person] = []
    for rule in (rule for law in laws for rule in law.rules.values()):
        basis = rule.versions[0].text.basis
        if basis in HERE:
            here.append(AT_HOME if basis is Basis.TERRITORY else ABOARD)
        else:
            found |= {ties: Person(named(ties), ties) for ties in terms_of(rule)}
    return tuple(sorted({*found.values(), *here}, key=lambda one: one.name))


def named(ties: frozenset[Tie]) -> str:
    known = _NAMES.get(ties)
    return known or "+".join(sorted(_NAMES.get(frozenset({one})) or f"{one[0]}_{one[1]}" for one in ties))


def terms_of(rule: Provision[RuleText]) -> frozenset[frozenset[Tie]]:
    """The smallest sets of ties that meet some version of a rule."""
    found: set[frozenset[Tie]] = set()
    for version in rule.versions:
        when = version.text.when
        if when is None:
            found.add(frozenset())
        elif isinstance(when, Expr) and not version.unknown:
            found |= set(smallest(terms(when, _ties, lambda held: frozenset[Tie]().union(*held)), frozenset.issubset))
    tie = _OF_BASIS.get(rule.versions[0].text.basis)
    return frozenset(found or {frozenset({tie}) if tie else frozenset()})


def _ties(leaf: Expr) -> list[frozenset[Tie]]:
    """Each value of a leaf as a tie. What is denied holds of whoever has none."""
    return [frozenset()] if leaf.op == "not" else [frozenset({_tie(leaf.op, value)}) for value in _values(leaf)]


def _values(expr: Expr) -> tuple[str, ...]:
    if expr.op == "travel":
        return (expr.value if isinstance(expr.value, str) else str(next(iter(expr.value))),)  # type: ignore[call-overload]
    if isinstance(expr.value, tuple):
        return tuple(map(str, expr.value))
    return (str(expr.value) if isinstance(expr.value, str) else ACT,)


def _tie(op: str, value: str) -> Tie:
    return ("suspect_national", CHARGE) if op == "suspect_became_national" else (op, value)


def extraditions(person: Person, laws: Iterable[Law]) -> tuple[str, ...]:
    """How the state's answer to a request for extradition may stand, as far as rules on this person ask for it."""
    found = set()
    for rule in (rule for law in laws for rule in law.rules.values()):
        if person.here or rule.versions[0].text.basis in HERE or not any(one <= person.ties for one in terms_of(rule)):
            continue
        for version in rule.versions:
            asked = [one.who for one in version.text.requires if one.kind == "extradition"]
            found |= {UNASKED} if not asked or asked == ["not_requested"] else set()
            found |= {REFUSED} if asked else set()
            found |= {NOT_POSSIBLE} if asked and asked != ["refused"] else set()
    return tuple(one for one in EXTRADITION if one in found) or (UNASKED,)


def places(person: Person, laws: Iterable[Law]) -> tuple[str, ...]:
    """Whether the place punishes the act, as far as it can matter."""
    if person.here:
        return ("",)
    asked = {
        part
        for law in laws
        for rule in law.rules.values()
        for version in rule.versions
        if isinstance(double := version.text.double_criminality, DoubleCriminality)
        for part in (double.rule, double.otherwise)
    }
    return (YES, NO, NO_MANS_LAND) if "required_or_no_mans_land" in asked else (YES, NO)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when persons are set: the law that asks, a state elsewhere, the day of the answer.

    The charge is a day after all acts, so that ties at one moment are none at the other.
    """

    law: Law
    elsewhere: str
    as_of: date

    @property
    def charge(self) -> Interval:
        return Interval(self.as_of + timedelta(1), self.as_of + timedelta(1))

    def facts(self, base: Facts, person: Person, place: str, extradition: str = UNASKED) -> Facts:
        """The act and the child of `base`, by this person at this place (a code)."""
        legs = tuple(self._leg(value, base) for op, value in sorted(person.ties) if op == "travel" or value == "travel")
        act = replace(base.act, places=(Place(place),), role=person.role or base.act.role,
                      vessel=Vessel("ship", self.law.jurisdiction if self._aboard(person) else NO_STATE),
                      principal_nationality=self._principal(person))  # fmt: skip
        given = () if extradition == UNASKED else (Extradition(self.law.jurisdiction, self.elsewhere, extradition),)
        course = replace(UNTOUCHED, extradition=given)
        child = replace(
            base.child,
            nationality=self._links(person, "child", "nationality"),
            residence=self._links(person, "child", "residence"),
        )
        suspect = replace(
            base.suspect,
            nationality=self._links(person, "suspect", "nationality"),
            residence=self._links(person, "suspect", "residence"),
            permanent_residence=self._links(person, "suspect", "permanent_residence"),
            presence=self._links(person, "suspect", "presence"),
            travel=legs,
            immunity="none",
        )
        return replace(base, act=act, child=child, suspect=suspect, course=course)

    def _aboard(self, person: Person) -> bool:
        return person.here is Basis.FLAG or any(op == "vessel_flag" for op, _ in person.ties)

    def _principal(self, person: Person) -> Links:
        held = any(op == "principal_national" for op, _ in person.ties)
        return tied(*((self.law.state,) if held else ()))

    def _links(self, person: Person, who: str, kind: str) -> Links:
        moments = {value for op, value in person.ties if _HELD.get(op) == (who, kind)}
        own = self.law.state if kind == "nationality" else self.law.jurisdiction
        links = [self._link(own, moments)] if moments else []
        abroad = who == "suspect" and kind in {"nationality", "presence"} and not moments
        if abroad or (kind == "residence" and any(op == "suspect_resides_abroad" for op, _ in person.ties)):
            links.append(Link(self.elsewhere))
        return Links(tuple(links))

    def _link(self, code: str, moments: set[str]) -> Link:
        if moments == {CHARGE}:
            return Link(code, start=self.charge)
        return Link(code) if CHARGE in moments else Link(code, end=Interval(self.as_of, self.as_of))

    def _leg(self, leg: str, base: Facts) -> Leg:
        """A journey on the first day of the act, from or to the state."""
        own, first = self.law.jurisdiction, base.act.start.first if base.act.start else None
        ends = (self.elsewhere, own) if leg == "arrives" else (own, self.elsewhere)
        return Leg(*ends, Interval(first, first))
