"""Where three countries stand with what states promised in Stockholm, as fictional people found it: XA and XB whole, XC
in part. In XD and XE nobody has looked. One state was lowered; one was told and waits, one is still to be told, one
waits for a second reader; two releases are cited, and one of them was withdrawn afterwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from fanal.access.api import granting, reviews
from fanal.network import api as network
from fanal.network.models import Person
from fanal.progress import promised
from fanal.progress.assessing import assessing, cells, linking, replying
from fanal.progress.assessing.cells import Place
from fanal.progress.commitments import rubrics, rules
from fanal.progress.policy import ADVOCATE, ASSESSOR, PRACTICE_OFFICER, PROGRAMME_OFFICER, SECOND_READER
from fanal.research.contracts import ReleaseState, release_id
from fanal.research.models import Release
from fanal.site.demo import promises_words as words
from fanal.site.demo.stage import Play, Stage
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.evidence import State

BEGAN: Final = 240
"""Days ago. Notices take thirty days of it."""
_DAY: Final = timedelta(days=1)
_GRANTS: Final = (
    ("bao", "dalia", "noor", ASSESSOR, "She knows the law and the ministries of XA."),
    ("oda", "pia", "ylva", ASSESSOR, "She knows who does what in XB."),
    ("idris", "hana", "rim", ASSESSOR, "She begins with XC."),
    ("bao", "dalia", "ines", SECOND_READER, "She reads what others found, with their sources."),
    ("oda", "pia", "runa", SECOND_READER, "She reads what others found, with their sources."),
    ("bao", "dalia", "pilar", PROGRAMME_OFFICER, "She wrote our programme of mentors down."),
    ("oda", "pia", "signe", PROGRAMME_OFFICER, "She runs the evenings for parents."),
    ("bao", "dalia", "noor", ADVOCATE, "She asks offices for what should change."),
    ("bao", "dalia", "noor", PRACTICE_OFFICER, "She writes to firms and authorities."),
    ("bao", "edo", "lena", PRACTICE_OFFICER, "She checks what Noor wrote, and publishes."),
)
"""Who proposes, who confirms, who gets which duty, and why."""
_TEAMS: Final = {"XA": ("noor", "runa"), "XB": ("ylva", "ines"), "XC": ("rim", "ines")}
"""Who assesses a country, and who of another house reads it."""


def plan(stage: Stage, play: Play) -> None:
    """Duties and wording first; then each country in four steps."""
    for place, given in enumerate(_GRANTS):
        play.at(stage.ago(days=BEGAN, hours=-place / 4), partial(_proposed, stage, play, *given))
    play.at(stage.ago(days=BEGAN - 3), lambda when: _compared(stage, when))
    _round(stage, play, "XA", words.FOUND["XA"], BEGAN - 6)
    _round(stage, play, "XB", words.FOUND["XB"], BEGAN - 7)
    _round(stage, play, "XC", words.FOUND["XC"], 100)
    _round(stage, play, "XA", {words.LOWERED: "0"}, 90)
    play.at(stage.ago(days=31), lambda when: _cited(stage, play, "XB", "nordlys", when))
    play.at(stage.ago(days=30), lambda when: _cited(stage, play, "XA", "aurora", when))
    _round(stage, play, "XA", {words.TOLD: "1"}, 14)
    play.at(stage.ago(days=4), lambda when: _assess(stage, "XB", {words.UNREAD: "3"}, when))
    untold = {words.UNTOLD: "1"}
    play.at(stage.ago(days=6), lambda when: _assess(stage, "XB", untold, when))
    play.at(stage.ago(days=3), lambda when: _read(stage, "XB", untold, when))


def _proposed(
    stage: Stage, play: Play, first: str, second: str, who: str, code: str, reason: str, when: datetime
) -> None:
    person = network.person(Person.objects.get(username=who).pk)
    last = (stage.now + timedelta(days=110)).date()
    grant = granting.propose(stage.actor(first), code, person, reason, last, when).pk

    def confirm(when: datetime) -> None:
        granting.confirm(stage.actor(second), grant, when)
        stage.rings_changed()  # everybody's grants are read again

    play.at(when + _DAY, confirm)


def _compared(stage: Stage, when: datetime) -> None:
    """Tove compared our wording of each promise with the full text of the Agenda."""
    until = months_later(when.date(), 24)
    for one in rubrics.shipped().values():
        item = promised.item_of(one)
        said = reviews.Statement("methods", True, item.digest, when.date(), until, reviewer="Tove Berg, secretariat")
        reviews.review(stage.actor("tove"), item, said, when)


# ---- the four steps ----


def _round(stage: Stage, play: Play, country: str, found: dict[str, str], days: float) -> None:
    """Found, read two days later, told after two more, and published once the state had its thirty days."""
    play.at(stage.ago(days=days), lambda when: _assess(stage, country, found, when))
    play.at(stage.ago(days=days - 2), lambda when: _read(stage, country, found, when))
    play.at(stage.ago(days=days - 4), lambda when: _tell(stage, play, country, found, when))
    play.at(stage.ago(days=days - 36), lambda when: _publish(stage, country, found, when))


def looked_again(stage: Stage, play: Play, country: str, found: dict[str, str], when: datetime, *sources: str) -> None:
    """A place that is no less than before: no notice is needed, and two days later it is published."""
    play.at(when, lambda at: _assess(stage, country, found, at, *sources))
    play.at(when + _DAY, lambda at: _read(stage, country, found, at))
    play.at(when + 2 * _DAY, lambda at: _publish(stage, country, found, at))


def _where(country: str, items: Iterable[str]) -> Iterable[Place]:
    return (cells.place(country, item) for item in items)


def _assess(stage: Stage, country: str, found: dict[str, str], when: datetime, *sources: str) -> None:
    who = stage.actor(_TEAMS[country][0])
    for where in _where(country, found):
        assessing.assess(who, where, _told(where, found[where.item], sources, when), when)


def _told(where: Place, found: str, sources: Iterable[str], when: datetime) -> dict[str, Any]:
    """What an assessor fills in."""
    live, points = cells.work(where.cell), int(found) if found.isdecimal() else None
    state = State(found) if points is None else rules.state_of(points)
    verdict, _of = assessing.engine(where, when)
    return {
        "seen": str(live.assessment.pk) if live else "", "found": found, "as_of": when.date(),
        "rationale": words.why(where.commitment, points) if points is not None else "",
        "citations": [*sources, words.source(where)] if state.is_finding else [],
        "searched": words.SEARCHED if state is State.NO_DATA else "",
        "differs": words.DIFFERS if rules.differ(verdict, state) else "",
        "confidence": words.sure(points), "ties": "", "corrects": "",
    }  # fmt: skip


def _read(stage: Stage, country: str, found: Iterable[str], when: datetime) -> None:
    who = stage.actor(_TEAMS[country][1])
    for where in _where(country, found):
        assessing.read(who, where, {"seen": "", "agrees": True, "words": "", "ties": ""}, when)


def _tell(stage: Stage, play: Play, country: str, found: Iterable[str], when: datetime) -> None:
    """Only of what is new, lower or goes away. The office replies to what was lowered."""
    who, office = stage.actor(_TEAMS[country][0]), words.OFFICES[country]
    for where in _where(country, found):
        work = cells.work(where.cell)
        if work is not None and cells.needs_notice(work, cells.stands(where.cell)):
            told = {"seen": "", "reached": True, "office": office, "how": "Letter, and a call", "told_on": when.date()}
            made = assessing.tell(who, where, told, when)
            number = linking.give(stage.actor(_TEAMS[country][1]), where, {"seen": ""}, when)
            if where.item == words.LOWERED and work.assessment.points == 0:
                said = {**words.REPLY, "office": office, "proof": number.digits}
                play.at(when + 12 * _DAY, partial(replying.reply, made.token, said))


def _publish(stage: Stage, country: str, found: Iterable[str], when: datetime) -> None:
    for where in _where(country, found):
        assessing.publish(stage.actor("kofi"), where, {"seen": ""}, when)


def _cited(stage: Stage, play: Play, country: str, org: str, when: datetime) -> None:
    """The same points as before, on a release of a member: the state need not be told anew."""
    released = Release.objects.filter(org=stage.orgs[org], population__source="concerns", state=ReleaseState.PUBLISHED)
    one = released.order_by("-version").first()
    assert one is not None
    item = words.CITES
    found = {item: words.FOUND[country][item]}
    looked_again(stage, play, country, found, when, f"release:{release_id(one.number, one.version)}")
