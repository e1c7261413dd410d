"""The staff of the members at work: opening, asking, deciding, keeping, by the same deeds as the desk's pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fanal.concerns.content import NoteContent, PersonCountry
from fanal.concerns.models import Decision
from fanal.concerns.triage import accepting, adults, decisions, dialogue, triage
from fanal.network.contracts import Actor, Role
from fanal.site.demo import care, telling, words
from fanal.site.demo.stage import Play, Stage
from fanal.site.demo.telling import Kept
from fanal.vocabulary.codes import Finding, Triage

type Work = Callable[[Actor, datetime], object]

LEFT_DAYS_AGO = 97
"""When Hugo left."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who does what at a member, by username."""

    readers: tuple[str, ...]
    second: str
    custodian: str
    safeguarding: str


TEAMS = {
    "XA": Team(("amara", "femi"), "bao", "celia", "dalia"),
    "XB": Team(("nils", "quim"), "oda", "quim", "pia"),
    "XC": Team(("hana",), "idris", "idris", "hana"),
    "XD": Team(("jun",), "kaya", "kaya", "jun"),
}


@dataclass
class StaffDesk:
    """Plans what staff do into the play. Every method takes when it is wanted; staff come when they are at work."""

    stage: Stage
    play: Play

    def soon(self, kept: Kept, when: datetime, *, minutes: tuple[int, int] = (15, 300)) -> datetime:
        """A moment after `when` at which the team listens, some while into their day."""
        wait = timedelta(minutes=self.stage.random.randint(*minutes))
        return self.stage.at_work(kept.telling.country, when + wait) + timedelta(
            minutes=self.stage.random.randint(0, 25)
        )

    def reader(self, kept: Kept, when: datetime) -> Actor:
        """Somebody who reads at this member then."""
        team = TEAMS[kept.telling.country]
        there = team.readers
        if kept.telling.country == "XA" and when < self.stage.ago(days=LEFT_DAYS_AGO):
            there = (*there, "hugo")
        if kept.row.restricted:
            there = (team.safeguarding,)
        return self.stage.actor(self.stage.random.choice(there))

    def second(self, kept: Kept) -> Actor:
        return self.stage.actor(TEAMS[kept.telling.country].second)

    def open(self, kept: Kept, when: datetime, then: Work | None = None, *, by: str = "") -> None:
        """Somebody (or `by`) opens it; whoever has opened too many pauses first, and comes back."""

        def deed(at: datetime) -> None:
            actor = self.stage.actor(by) if by else self.reader(kept, at)
            try:
                triage.look(actor, kept.id, at)
            except triage.PauseFirst as pause:
                self.open(kept, pause.until + timedelta(minutes=1), then, by=by)
                return
            if then is not None:
                minutes = timedelta(minutes=self.stage.random.randint(2, 5))
                self.play.at(at + minutes, lambda later: then(actor, later))

        self.play.at(when, deed)

    def decide(self, kept: Kept, when: datetime, code: Triage, finding: Finding | None = None) -> None:
        """Open and decide, with the note that the decision asks for."""

        def deed(actor: Actor, at: datetime) -> None:
            decide(actor, kept, code, at, finding)
            if code is Triage.OPEN_CASE:
                care.take_on(self.stage, self.play, kept, at)

        self.open(kept, when, deed)

    def urgent(self, kept: Kept, when: datetime, then: Triage | None, finding: Finding | None = None) -> None:
        """Act by phone, then decide; `then` None leaves it undecided."""

        def call(actor: Actor, at: datetime) -> None:
            decide(actor, kept, Triage.URGENT_RESPONSE, at)
            if then is not None:
                self.decide(kept, self.soon(kept, at, minutes=(30, 600)), then, finding)

        self.open(kept, when, call)

    def ask_more(self, kept: Kept, when: datetime, *, answered: float = 0.7) -> datetime:
        """Ask the person who told us. Often they come back, answer, and are thanked. Returns when that is over."""
        language, random = kept.telling.page, self.stage.random
        if kept.code is None:  # whoever rang and keeps no code cannot be asked
            return when
        self.open(kept, when, writing(kept, words.QUESTIONS[language], question=True))
        if random.random() >= answered:
            return when + timedelta(days=6)
        back = when + timedelta(hours=random.randint(4, 60))
        self.play.at(back, lambda at: telling.look(kept, at))
        self.play.at(
            back + timedelta(minutes=4), lambda at: telling.answer(kept, random.choice(words.ANSWERS[language]), at)
        )
        thanked = self.soon(kept, back + timedelta(minutes=10))
        self.open(kept, thanked, writing(kept, words.THANKS[language], question=False))
        return thanked + timedelta(minutes=30)


def writing(kept: Kept, text: str, *, question: bool) -> Work:
    """Write to the person who told us."""
    return lambda actor, at: dialogue.write(actor, kept.id, text, question=question, now=at)


def decide(actor: Actor, kept: Kept, code: Triage, when: datetime, finding: Finding | None = None) -> Decision:
    """One decision, with all that its guard asks for."""
    tell = words.TURN_TO[kept.telling.page] if code is Triage.OUT_OF_SCOPE else ""
    choice = decisions.Choice(code, note(actor.org, code, finding, when), finding, tell)
    return decisions.decide(actor, kept.id, choice, kept.row.version, when)


def note(org: UUID, code: Triage, finding: Finding | None, when: datetime) -> NoteContent:
    """The note of a decision, in the words of whoever decides."""
    if code is Triage.URGENT_RESPONSE:
        return NoteContent(
            called=words.NOTES["called"], called_at=when - timedelta(minutes=2), they_said=words.NOTES["they_said"]
        )
    if code is Triage.OPEN_CASE:
        workers = [one for one in accepting.people(org, accepting.WORKER) if Role.SUPERVISOR not in one.roles]
        worker, leads = workers[when.day % len(workers)], accepting.people(org, accepting.SUPERVISOR)
        return NoteContent(worker=str(worker.id), supervisor=str(leads[0].id), safe_contact=words.NOTES["safe_contact"])
    if code is Triage.ROUTE_ELSEWHERE:
        return NoteContent(text=words.NOTES["route_elsewhere"])
    evidence = words.NOTES["evidence"] if finding is Finding.BAD_FAITH else ""
    return NoteContent(text=words.NOTES[str(finding or code)], evidence=evidence)


def confirm_country(actor: Actor, kept: Kept, country: str, when: datetime) -> None:
    """A trained person confirms that the adult lives in a country, by papers that were seen."""
    adults.confirm(actor, kept.id, PersonCountry(country, "lives_in", "papers_or_booking"), when)
