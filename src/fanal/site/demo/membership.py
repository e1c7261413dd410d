"""What two members do in their year: how far they are, documents, a verification with an answer, notes, reports."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from fanal.site.demo.stage import Play, Stage
from fanal.tourism.evidence import evidence
from fanal.tourism.models import Finding, Membership
from fanal.tourism.planning import actions
from fanal.tourism.plans import plans
from fanal.tourism.reports import reports
from fanal.tourism.reports.reports import Said
from fanal.tourism.verifying import coaching, verifying

_HOUR = timedelta(hours=1)
_MAREA = {
    "C1.1": (4, ()), "C1.2": (3, ()), "C1.3": (3, ("M01", "M02", "M03", "M05", "M08")), "C1.4": (2, ()),
    "C2.1": (3, ("M01", "M02", "M03", "M04", "M05", "M06")), "C2.3": (3, ()), "C3.1": (3, ()), "C3.2": (2, ()),
    "C4.1": (2, ("M01", "M02")), "C4.2": (3, ()), "C4.4": (4, ()), "C5.1": (3, ("M01",)),
}  # fmt: skip
"""How far Marea is after some months, by requirement: level, and at which places where it is not all of them."""
_PENSION = dict.fromkeys(
    ("C1.1", "C1.2", "C1.3", "C1.4", "C2.1", "C2.3", "C3.1", "C4.1", "C4.2", "C4.4", "C5.1"), (3, ())
)


def marea(stage: Stage, play: Play, pk: UUID) -> None:
    """A chain that goes on: what it has in place, what was seen of it; its report waits for Mira."""
    rosa = stage.actor("rosa")
    play.at(stage.ago(days=226), lambda when: _reached(stage, "rosa", pk, _MAREA, when))
    for days, words in _NOTES.items():
        play.at(stage.ago(days=days), partial(_note, stage, pk, words))
    play.at(stage.ago(days=100), lambda when: coaching.ask_for(rosa, pk, when))
    _documents(stage, play, pk)
    play.at(stage.ago(days=38), lambda when: _verified(stage, play, pk, when))
    play.at(stage.ago(days=7), lambda when: _reported(stage, play, "rosa", pk, _OF_MAREA, stage.ago(days=3), when))


_NOTES = {
    180: "Rosa wants the one-page procedure in Spanish first. I sent her the template of the programme.",
    48: "Talked about the clause in contracts: the legal department has it, and needs until spring.",
}


def _note(stage: Stage, pk: UUID, words: str, when: datetime) -> None:
    coaching.write(stage.actor("mira"), pk, words, when)


def pension(stage: Stage, play: Play, pk: UUID) -> None:
    """A house that says most of it: its report was accepted, its summary is published; somebody verifies it now."""
    play.at(stage.ago(days=150), lambda when: _reached(stage, "olga", pk, _PENSION, when))
    play.at(stage.ago(days=15), lambda when: _reported(stage, play, "olga", pk, _OF_PENSION, stage.ago(days=13), when))
    play.at(stage.ago(days=11), lambda when: reports.accept(stage.actor("mira"), pk, when))
    summary = (
        "All three houses have the page “notice, note, tell” beside the telephone, and everybody who works here did "
        "the course. Our laundry and one driver have not signed the clause yet: that comes next, before the season."
    )
    play.at(stage.ago(days=10), lambda when: reports.publish(stage.actor("olga"), pk, summary, when))
    play.at(stage.ago(days=6), lambda when: _asked(stage, pk, when))


def _reached(stage: Stage, who: str, pk: UUID, told: Mapping[str, tuple[int, tuple[str, ...]]], when: datetime) -> None:
    row = Membership.objects.get(pk=pk)
    for one in plans.actions(row):
        for name in plans.serves(one, row):
            if name in told:
                level, codes = told[name]
                actions.say(stage.actor(who), pk, one.pk, level, when.date(), codes, when)


# ---- documents ----


def _documents(stage: Stage, play: Play, pk: UUID) -> None:
    """One was seen on a call, one does not count, one waits."""

    def add(title: str, requirement: str, kept_at: str, sites: list[str], when: datetime) -> UUID:
        told = {
            "title": title, "requirements": [requirement], "sites": sites, "kept_at": kept_at,
            "sha256": hashlib.sha256(title.encode()).hexdigest(), "starts": (when - timedelta(days=40)).date(),
            "ends": (when - timedelta(days=2)).date(),
        }  # fmt: skip
        return evidence.add(stage.actor("rosa"), pk, told, when).pk

    def seen(when: datetime) -> None:
        one = add("Policy of the group, signed", "C1.1", "Head office, legal department", [], when)
        later, mira = when + timedelta(days=9), stage.actor("mira")
        play.at(later, lambda at: evidence.review(mira, one, True, "call", at.date(), "", at))

    def refused(when: datetime) -> None:
        one = add("Clause in contracts, draft", "C3.1", "Head office, legal department", [], when)
        why = "It is a draft that nobody signed. Name the contract in which it stands."
        later, mira = when + timedelta(days=4), stage.actor("mira")
        play.at(later, lambda at: evidence.review(mira, one, False, "", None, why, at))

    play.at(stage.ago(days=200), seen)
    play.at(stage.ago(days=60), refused)
    sheets = ("Sign-in sheets of the training", "C2.1", "Staff office, grey binder", ["M01", "M02"])
    play.at(stage.ago(days=12), lambda when: add(*sheets, when))


# ---- verification ----


def _asked(stage: Stage, pk: UUID, when: datetime) -> UUID:
    """Tove asks Iris, who has no ties."""
    one = verifying.ask_for(stage.actor("tove"), pk, "desk", stage.person("iris"), when)
    verifying.declare(stage.actor("iris"), one.pk, False, when + _HOUR)
    return one.pk


_FOUND: tuple[tuple[str, str, int, str, str], ...] = (
    # requirement, place, level, what was seen, what has to change
    ("C1.1", "", 4, "The policy is signed by the managing director, and names every brand.", ""),
    ("C1.3", "M01", 3, "The page hangs in the staff room and at the desk, in English and Spanish.", ""),
    (
        "C2.1",
        "M05",
        2,
        "Two of the six people at the desk had begun, and not ended the course.",
        "They end the course.",
    ),
    (
        "C4.1",
        "M02",
        1,
        "The leaflet lies in the office; travellers do not meet it.",
        "Put it in the rooms and on the web.",
    ),
)


def _verified(stage: Stage, play: Play, pk: UUID, when: datetime) -> None:
    """Kofi visited three places; Rosa answered one thing that he found."""
    one = verifying.ask_for(stage.actor("tove"), pk, "visit", stage.person("kofi"), when).pk
    verifying.declare(stage.actor("kofi"), one, False, when + _HOUR)

    def tells(at: datetime) -> None:
        for name, site, level, seen, change in _FOUND:
            told: dict[str, Any] = {"requirement": name, "site": site, "level": level, "seen": seen, "change": change}
            told["change_by"] = (stage.now + timedelta(days=40)).date() if change else None
            verifying.find(stage.actor("kofi"), one, told, at)
        verifying.tell(stage.actor("kofi"), one, at + _HOUR)

    def answers(at: datetime) -> None:
        words = dict.fromkeys(("C1.1", "C1.3"), "That is so.")
        words["C4.1"] = "The leaflet is in all rooms since Monday. The web page follows with the new site, in spring."
        for which in Finding.objects.filter(verification=one, requirement__in=words):
            verifying.reply(stage.actor("rosa"), which.pk, words[which.requirement], at)

    play.at(when + timedelta(days=12), tells)
    play.at(when + timedelta(days=20), answers)


# ---- reports ----

_OF_MAREA = (
    "We took part in the round table of hotels in XA, and sent two people to its working days.",
    "Short lessons on a shared phone reach night staff better than a day in a room. In the next year each house plans "
    "twenty minutes a month for them, and the clause goes into every contract that is renewed.",
)
_OF_PENSION = (
    "We asked the four guest houses of our street to join, and two have applied.",
    "A page beside the telephone is read; a folder is not. Next year our driver and the laundry sign the clause.",
)


def _reported(
    stage: Stage, play: Play, who: str, pk: UUID, texts: tuple[str, str], sent: datetime, when: datetime
) -> None:
    """Records are kept as they are; what is typed is typed, and the report sent some days later."""
    actor = stage.actor(who)
    report = reports.begin(actor, pk, when)
    found = reports.answers(report)
    typed = {"Q03": {"day": (when - timedelta(days=50)).date().isoformat()}, "Q12": {"text": texts[0]}}
    typed["Q13"] = {"text": texts[1]}
    told = {name: Said(keep=True) for name, one in found.items() if one.prefilled}
    told |= {name: Said(value=value) for name, value in typed.items()}
    reports.answer(actor, pk, told, report.version, when + _HOUR)
    play.at(sent, lambda at: reports.send(stage.actor(who), pk, at))
