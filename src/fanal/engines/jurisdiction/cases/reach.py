"""Whether a person found in one state can come before the courts of another: practical obstacles, never a verdict.

The law of extradition of the state where the person is, asked field by field (docs/law-rules.md, "Reach"). A field that
nobody read is not known, unless it does not matter in this case. How a request was answered in this case
(`course.extradition`) comes before the law. Where a state does not give up its own national, a treaty may oblige it to
prosecute: that finding is raised whatever its statutes say (OPSC art. 4(3) and 5(5), Lanzarote Convention art. 25(7)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from fanal.engines.jurisdiction.answer import Limit, Node, Obstacle
from fanal.engines.jurisdiction.facts import Facts, Links, Moments
from fanal.engines.jurisdiction.model import (
    NO_STATE,
    Corpus,
    Law,
    Missing,
    OffenceText,
    Provision,
    Switch,
)
from fanal.engines.jurisdiction.parts import ties
from fanal.engines.jurisdiction.parts.criminality import conducts, laws_at, punishable, silence
from fanal.engines.jurisdiction.parts.limitation import walk
from fanal.engines.jurisdiction.parts.membership import UNION, member, party, within
from fanal.engines.jurisdiction.parts.offences import Question, at_least, for_limitation, made_out
from fanal.engines.jurisdiction.parts.versions import group, started
from fanal.engines.jurisdiction.values import (
    FALSE,
    TRUE,
    Value,
    all_of,
    any_of,
    fact_unknown,
    known,
    law_unknown,
    negation,
    same_under,
)
from fanal.vocabulary.dates import Interval

NATIONALITY, RESIDENCE, PRESENCE = "suspect.nationality", "suspect.residence", "suspect.presence"
EXTRADITION = "course.extradition"
PARTS = ("relation", "double_criminality", "threshold", "nationals", "residents", "lapse_of_time")
"""What the law of extradition is asked, in this order."""
OF_THE_ACT = ("double_criminality", "lapse_of_time")
"""What of it hangs on the act, and not on the persons, the states and the penalty."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A treaty that obliges a party to prosecute its national whom it does not give up, for the conducts in scope.

    `unclear`: conducts that its articles may or may not mean. `both`: the other state must be a party too.
    """

    treaty: str
    articles: tuple[str, ...]
    scope: frozenset[str]
    unclear: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.treaty} {', '.join(self.articles)}"


# OPSC art. 3(1): sale, offering, obtaining, procuring or providing a child for sexual services against consideration,
# and material; possession only for those purposes. The rest of the conduct codes are none of its offences.
OPSC = Duty(
    "OPSC",
    ("4(3)", "5(5)"),
    frozenset({"procuring", "csam_production", "csam_distribution", "sale"}),
    frozenset({"trafficking", "csam_possession", "performance"}),
)
# Articles 18 to 23; aiding and abetting (24) may mean whoever makes the travel possible.
LANZAROTE = Duty(
    "LANZAROTE",
    ("25(7)",),
    frozenset(
        {
            "sexual_activity", "procuring", "csam_production", "csam_distribution", "csam_possession", "csam_access",
            "performance", "grooming", "corruption",
        }
    ),
    frozenset({"trafficking", "child_marriage", "travel_facilitation"}),
)  # fmt: skip


def reach(
    corpus: Corpus,
    person_in: str,
    to_state: str,
    offence: str,
    facts: Facts,
    moments: Moments,
    question: Question | None = None,
) -> tuple[Value, Node]:
    """Whether a person found in `person_in` can come before the courts of `to_state` for an offence of its law.

    Both are codes of states or parts. `question`, if the caller has one, keeps what was worked out already.
    """
    found = question or Question(corpus, facts, moments, moments.act or Interval())
    return _Request(found, person_in, to_state, offence).answer()


def between(question: Question, person_in: str, to_state: str, parts: Iterable[str]) -> Value:
    """`reach` for an offence that covers the whole act, were only these parts asked: none looks at an offence."""
    return _Request(question, person_in, to_state).only(parts)


def of_the_act(question: Question, person_in: str, to_state: str) -> Value:
    """What the law of extradition of a state asks of the act itself; nothing where it has none."""
    return _Request(question, person_in, to_state).of_the_act()


def least_months(question: Question, person_in: str) -> object:
    """The gravity that the law of extradition of a state asks for, as its file has it; None without such a law."""
    law = next((law for law in laws_at(person_in, question) if "extradition" in law.groups), None)
    return None if law is None else group(law, "extradition", question.moments).get("min_penalty_months")


def in_scope(duty: Duty, conduct: frozenset[str], paid: bool | None, state: str) -> Value:
    """Whether the act is an offence of the treaty. OPSC: obtaining a child's sexual services for consideration."""
    if conduct & duty.scope:
        return TRUE
    found = [FALSE]
    if duty is OPSC and "sexual_activity" in conduct:
        found.append(fact_unknown("act.commercial") if paid is None else known(paid))
    if conduct & duty.unclear:
        found.append(law_unknown(state, f"treaties.{duty.treaty}#scope"))
    return any_of(found)


def obstacles(question: Question, wanted: Iterable[tuple[str, str]]) -> tuple[Obstacle, ...]:
    """What stands in the way of the routes (jurisdiction and offence) that are not closed, and duties to prosecute.

    One obstacle for each jurisdiction and each state where the person may be; `value` is that of `reach`, the best of
    its offences. Of a duty, `state` is the one that owes it, and the value says whether it does.
    """
    by_law: dict[str, list[str]] = {}
    for jurisdiction, offence in sorted(set(wanted)):
        by_law.setdefault(jurisdiction, []).append(offence)
    ahead: list[Obstacle] = []
    for jurisdiction, offences in by_law.items():
        here = ties.tied(question.facts.suspect.presence, question.corpus.laws[jurisdiction], _now(question), PRESENCE)
        if here.is_true:
            continue
        places = _whereabouts(question)
        if not places:
            params = {"state": jurisdiction}
            ahead.append(Obstacle(jurisdiction, "law.obstacle_whereabouts", params, fact_unknown(PRESENCE)))
        for place in places:
            ahead += _at(question, place, jurisdiction, offences)
    return tuple(obstacle for number, obstacle in enumerate(ahead) if obstacle not in ahead[:number])


def _at(question: Question, place: str, jurisdiction: str, offences: list[str]) -> list[Obstacle]:
    requests = [_Request(question, place, jurisdiction, offence) for offence in offences]
    value = any_of(request.value() for request in requests)
    params = {"from": place, "to": jurisdiction}
    found = [] if value.is_true else [Obstacle(jurisdiction, "law.obstacle_reach", params, value)]
    for duty in (OPSC, LANZAROTE):
        owed = any_of(request.owes(duty) for request in requests)
        if not owed.is_false:
            found.append(Obstacle(place, "law.duty_to_prosecute", params, owed, duty.name))
    return found


def _now(question: Question) -> Interval:
    return question.moments.charge


def _whereabouts(question: Question) -> list[str]:
    """Where the person is or may be; no state can be asked for somebody outside all of them."""
    held = question.facts.suspect.presence or Links(())
    may = [one.state for one in held.links if not ties.lasts(one, _now(question), PRESENCE).is_false]
    return sorted({state for state in may if state not in {NO_STATE, *ties.UNNAMED}})


class _Request:
    """One state asks another for a person, for one offence."""

    def __init__(self, question: Question, person_in: str, to_state: str, offence: str = "") -> None:
        self._question, self._facts, self._day = question, question.facts, question.moments.as_of
        self._from, self._to = person_in.partition("-")[0], to_state.partition("-")[0]
        self._laws = laws_at(person_in, question)
        self._law = next((law for law in self._laws if "extradition" in law.groups), None)
        self._conducts = frozenset(question.facts.act.conduct)
        if offence:
            self._asking: Law = question.corpus.laws[to_state]
            self._offence: Provision[OffenceText] = self._asking.offences[offence]
            self._conducts = conducts(self._offence, question)
        self._person_in = person_in
        self._params: dict[str, str | int] = {"from": self._from, "to": self._to}

    def value(self) -> Value:
        return self.answer()[0]

    def answer(self) -> tuple[Value, Node]:
        settled = self._settled()
        if settled is not None:
            return settled.value, settled
        nodes = tuple(Node(name, f"law.reach_{name}", self._asked(name), self._params) for name in PARTS)
        value = all_of(node.value for node in nodes)
        paths = (NATIONALITY, RESIDENCE, PRESENCE, EXTRADITION)
        return value, Node("reach", "law.reach", value, self._params, facts=paths, children=nodes)

    def only(self, names: Iterable[str]) -> Value:
        """The answer as if nothing but these parts were asked."""
        settled = self._settled()
        return all_of(self._asked(name) for name in names) if settled is None else settled.value

    def of_the_act(self) -> Value:
        return TRUE if self._law is None else all_of(map(self._asked, OF_THE_ACT))

    def _settled(self) -> Node | None:
        """The answer where no part of the law is asked: at home, after an answer, and where nobody read it."""
        if self._from == self._to:
            return Node("reach", "law.reach_home", TRUE, self._params)
        if self._from == NO_STATE:
            return Node("reach", "law.reach_no_state", fact_unknown(PRESENCE), self._params, facts=(PRESENCE,))
        told = self._told()
        if told is not None:
            return Node("reach", "law.reach_told", told, self._params, facts=(EXTRADITION,))
        return Node("reach", "law.reach_unread", self._unread("absent"), self._params) if self._law is None else None

    def _asked(self, name: str) -> Value:
        assert self._law is not None
        found: Value = getattr(self, f"_{name}")(group(self._law, "extradition", self._question.moments))
        return found

    def owes(self, duty: Duty) -> Value:
        """Whether the state where the person is must prosecute, because it does not give up its national."""
        if self._from == self._to:
            return FALSE
        parties = [self._bound(state, duty) for state in (self._from, self._to)]
        held = all_of((*parties, self._in_scope(duty)))
        return held if held.is_false else all_of((held, self._national(), self._kept_for_nationality()))

    def _told(self) -> Value | None:
        """How the request of this case was answered, if it was."""
        answers = {
            one.state
            for one in self._facts.course.extradition or ()
            if (one.origin, one.destination) == (self._from, self._to)
        }
        if "granted" in answers:
            return TRUE
        return FALSE if answers & {"refused", "not_possible"} else None

    def _unread(self, field: str) -> Value:
        if not self._laws:
            return law_unknown(self._from, "not_in_corpus")
        return law_unknown(self._law.jurisdiction if self._law else self._from, f"extradition#{field}")

    def _switch(self, switches: Switch, field: str) -> Value:
        held = switches.get(field)
        return known(held) if isinstance(held, bool) else self._unread(field)

    def _relation(self, switches: Switch) -> Value:
        """A treaty, or none needed, or the Optional Protocol taken as one (its art. 5(2) and (3))."""
        basis = all_of((self._switch(switches, "opsc_as_basis"), self._opsc()))
        return any_of((negation(self._switch(switches, "needs_treaty")), self._treaty(switches), basis))

    def _treaty(self, switches: Switch) -> Value:
        held = switches.get("treaties")
        if isinstance(held, Missing):
            return self._unread("treaties")
        values = [FALSE]
        for treaty in held if isinstance(held, tuple) else ():
            if treaty["with"] == self._to:
                begun = started(treaty["from"], self._day)
                ended = started(treaty["to"], self._day) if treaty["to"] else begun.F
                since = Value(begun) if begun is not begun.U else self._unread("treaties")
                until = Value(ended) if ended is not ended.U else self._unread("treaties")
                values.append(all_of((since, negation(until))))
        return any_of(values)

    def _opsc(self) -> Value:
        return all_of((*(self._party(state, "OPSC") for state in (self._from, self._to)), self._in_scope(OPSC)))

    def _party(self, state: str, treaty: str) -> Value:
        return party(self._question.index.treaties.get((state, treaty)), state, treaty, self._day)

    def _bound(self, state: str, duty: Duty) -> Value:
        """A party; for the state that owes the duty also: one that has not kept the articles out."""
        binds = self._party(state, duty.treaty)
        if state != self._from:
            return binds
        reserved = [
            row
            for row in self._question.corpus.reservations
            if (row.state, row.treaty) == (state, duty.treaty)
            and any(within(article, row.article.replace(" ", "")) for article in duty.articles)
        ]
        if not reserved:
            return binds
        narrowed = law_unknown(state, f"reservations.{duty.treaty}#{reserved[0].article}")
        return all_of((binds, narrowed if all(row.partial for row in reserved) else FALSE))

    def _in_scope(self, duty: Duty) -> Value:
        return in_scope(duty, self._conducts, self._facts.act.commercial, self._from)

    def _double_criminality(self, switches: Switch) -> Value:
        asked = switches.get("double_criminality")
        if asked is False:
            return TRUE
        there = punishable(self._person_in, self._conducts, self._question)
        return there if asked is True else any_of((there, self._unread("double_criminality")))

    def _threshold(self, switches: Switch) -> Value:
        months = switches.get("min_penalty_months")
        if not isinstance(months, int):
            return self._unread("min_penalty_months")
        return at_least(self._asking, self._offence, self._question, "max_penalty", months) if months else TRUE

    def _national(self) -> Value:
        return self._tied(self._facts.suspect.nationality, NATIONALITY)

    def _tied(self, links: Links | None, path: str) -> Value:
        if not self._laws:
            return self._listed(links, path)
        return ties.tied(links, self._laws[0], _now(self._question), path)

    def _listed(self, links: Links | None, path: str) -> Value:
        """The same for a state without a file."""
        if links is None:
            return fact_unknown(path)
        own = [one for one in links.links if one.state.partition("-")[0] == self._from]
        found = [ties.lasts(one, _now(self._question), path) for one in own]
        unnamed = not links.complete or any(one.state in ties.UNNAMED for one in links.links)
        return any_of([*found, fact_unknown(path)] if unnamed else found)

    def _nationals(self, switches: Switch) -> Value:
        return any_of((negation(self._national()), self._given_up(switches.get("nationals"), "nationals")))

    def _residents(self, switches: Switch) -> Value:
        tie = self._tied(self._facts.suspect.residence, RESIDENCE)
        return any_of((negation(tie), self._given_up(switches.get("residents"), "residents")))

    def _given_up(self, held: object, field: str) -> Value:
        """Whether such persons can be given up to the state that asks: `may` is a decision that can be yes."""
        if held == "eu_only":
            return all_of(member(self._question.corpus, UNION, state, self._day) for state in (self._from, self._to))
        return known(held == "may") if held in {"may", "never"} else self._unread(field)

    def _lapse_of_time(self, switches: Switch) -> Value:
        asked = switches.get("lapse_of_time_bars")
        if asked is False:
            return TRUE
        readings = [
            self._question.once(("in time", self._conducts, law.jurisdiction), partial(self._in_time, law))
            for law in self._laws
        ]
        in_time = readings[0] if len(readings) == 1 else same_under(readings, "fact:which part")
        return in_time if asked is True else any_of((in_time, self._unread("lapse_of_time_bars")))

    def _in_time(self, law: Law) -> Value:
        """Whether some offence that the act is there could still be prosecuted there."""
        found = [silence(law, self._conducts, self._question)]
        for offence in self._question.index.laws[law.jurisdiction].covering(self._conducts):
            made = made_out(law, offence, self._question)
            if not made.is_false:
                found.append(all_of((made, self._limit(law, offence).value)))
        return any_of(found)

    def _limit(self, law: Law, offence: Provision[OffenceText]) -> Limit:
        """Kept under the key of the routes, which ask the same."""
        most = for_limitation(law, offence, self._question)
        return self._question.once(
            ("L", offence.id), lambda: walk(law, offence.id, most, self._facts, self._question.moments)
        )

    def _kept_for_nationality(self) -> Value:
        """Whether it is nationality that keeps the person from being given up: by the law, or by the answer."""
        told = self._told()
        if told is not None and told.is_true:
            return FALSE
        switches = group(self._law, "extradition", self._question.moments) if self._law else Switch({})
        by_law = negation(self._given_up(switches.get("nationals"), "nationals"))
        refused = told is not None and by_law.is_false
        return fact_unknown(EXTRADITION) if refused else by_law
