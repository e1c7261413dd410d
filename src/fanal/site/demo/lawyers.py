"""Law of two fictional countries, drafted and reviewed; who may see gaps; a reform of XA that was kept back for ninety
days and published; a matter with its proceeding."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from fanal.access.api import granting
from fanal.justice.content import LegalEvent, Measure, ProceedingContent
from fanal.justice.gaps import counting, gaps, reforms
from fanal.justice.gaps.counting import CountKind
from fanal.justice.gaps.policy import GRANT
from fanal.justice.law import declaring, drafting, reviews
from fanal.justice.law.looks import Claim
from fanal.justice.matters import asking, matters, proceedings, training
from fanal.justice.models import Declaration
from fanal.network import api as network
from fanal.network.models import Person
from fanal.site.demo.stage import Deed, Play, Stage
from fanal.vocabulary.codes import YesNoUnknown
from fanal.vocabulary.codes_legal import (
    ChildRole,
    JurisdictionBasis,
    LegalEventType,
    LegalOutcome,
    MeasureState,
    ProceedingKind,
    ProtectiveMeasure,
)

_LAWS = Path(__file__).parent / "laws"
_TITLE = "Acts abroad (fictional)"
_PLAN: Mapping[str, Any] = {
    "atoms": [
        {"state": "XA", "kind": "nationality_and_residence", "profile": ""},
        {"state": "XA", "kind": "ratify_and_implement", "profile": ""},
    ],
    "figures": {
        "cost": 4, "certain": False, "gaps": 278_266, "closable": 127_422, "closed": 127_422,
        "examples": [
            {
                "profile": "travel_facilitation", "ages": [16, 17],
                "persons": {"place": "AD", "nationality": nationality, "residence": residence, "child": "AD",
                            "presence": "AD"},
            }
            for nationality, residence in (("XA", "AE"), ("AE", "XA"))
        ],
    },
}  # fmt: skip
"""What the search found for the law of XA beside the shipped law of 2 December 2026."""
_WHY = (
    "What changes\n– The law of XA reaches whoever lives there and exploits a child abroad, whatever the law of the "
    "other country says.\nWhy\nToday such a person goes free where the other country has no such law. This is a "
    "made-up country."
)


def plan(stage: Stage, play: Play) -> None:
    """Put the lawyers' work into the play."""
    _grants(stage, play)
    _law(stage, play)
    _matters(stage, play)


def _grants(stage: Stage, play: Play) -> None:
    """Noor and Lena may see gaps; somebody waits for a second person."""

    def give(who: str, reason: str, days: int, since: int) -> None:
        person = network.person(Person.objects.get(username=who).pk)
        last = (stage.now + timedelta(days=days)).date()

        def propose(when: datetime) -> None:
            row = granting.propose(stage.actor("bao"), GRANT, person, reason, last, when).pk
            play.at(when + timedelta(days=1), lambda later: confirm(row, later))

        def confirm(row: UUID, when: datetime) -> None:
            granting.confirm(stage.actor("dalia"), row, when)
            stage.rings_changed()  # everybody's grants are read again

        play.at(stage.ago(days=since), propose)

    give("noor", "A reform of the law on acts abroad.", 150, 172)
    give("lena", "She reads what Noor drafts before it is published.", 150, 75)
    waiting = network.person(Person.objects.get(username="marek").pk)
    last = (stage.now + timedelta(days=90)).date()
    why = "He prepares our answer to the ministry."
    play.at(stage.ago(hours=20), lambda when: granting.propose(stage.actor("bao"), GRANT, waiting, why, last, when))


def _law(stage: Stage, play: Play) -> None:
    """Noor drafts two laws; Lena compares two provisions with the text; Runa of Nordlys reviews one of these. The two
    declare XA complete for sexual activity; what Lena declares of trafficking waits for Runa."""
    for days, code in ((205, "XA"), (45, "XB")):
        play.at(stage.ago(days=days), _drafts(stage, code))
    play.at(stage.ago(days=160), lambda when: _reform(stage, play, when))
    for days, name in ((40, "xa.214"), (39, "xa.j.6")):
        play.at(stage.ago(days=days), _checks(stage, name))
    play.at(stage.ago(days=30), _reviews(stage, "xa.214"))
    play.at(stage.ago(days=28), lambda when: _complete(stage, play, when))
    play.at(stage.ago(days=3), lambda when: _declares(stage, "trafficking", when))
    play.at(stage.ago(minutes=1), lambda when: gaps.start(stage.actor("noor"), "XA", when))


def _reform(stage: Stage, play: Play, when: datetime) -> None:
    """Noor looks for what would close gaps of XA, and tells the state of it; ninety days later Lena publishes it."""
    count = gaps.start(stage.actor("noor"), "XA", when, CountKind.REFORMS)
    counting.keep_plans(count, [_PLAN])
    row = reforms.draft(stage.actor("noor"), "XA", 1, _TITLE, _WHY, when).pk
    told = when + timedelta(days=2)
    play.at(told, lambda later: reforms.tell_state(stage.actor("noor"), row, later.date(), later))
    play.at(told + timedelta(days=92), lambda later: reforms.publish(stage.actor("lena"), row, later))


def _drafts(stage: Stage, code: str) -> Deed:
    text = (_LAWS / f"{code}.yaml").read_text("utf-8")
    return lambda when: drafting.draft(stage.actor("noor"), text, None, when)


def _checks(stage: Stage, name: str) -> Deed:
    def deed(when: datetime) -> None:
        reviews.check(stage.actor("lena"), "XA", name, reviews.look("XA", name, when).item.digest, when)

    return deed


def _reviews(stage: Stage, name: str) -> Deed:
    def deed(when: datetime) -> None:
        digest = reviews.look("XA", name, when).item.digest
        until = when.date() + timedelta(days=400)
        reviews.review(stage.actor("runa"), "XA", name, digest, when, shown="Bar panel of XA (fictional)", until=until)

    return deed


def _complete(stage: Stage, play: Play, when: datetime) -> None:
    row, shown = _declares(stage, "sexual_activity", when).pk, "Law clinic of XB (fictional)"
    play.at(when + timedelta(days=2), lambda later: declaring.confirm(stage.actor("runa"), row, shown, later))


def _declares(stage: Stage, conduct: str, when: datetime) -> Declaration:
    """Lena goes through the look that the file prepares."""
    claim = Claim(conduct, date(1998, 1, 1), None)
    seen = declaring.look("XA", claim, when)
    ticked = {point.art: point.reason for point in seen.points}
    signed = declaring.Signed("Bar panel of XA (fictional)", when.date() + timedelta(days=400))
    return declaring.declare(stage.actor("lena"), "XA", claim, ticked, seen.digest, signed, when)


def _matters(stage: Stage, play: Play) -> None:
    """Noor works on an exercise; Lena asks about an act and follows a proceeding."""
    play.at(stage.ago(days=12), lambda when: _exercise(stage, when))
    play.at(stage.ago(days=10), lambda when: _case(stage, when))


def _exercise(stage: Stage, when: datetime) -> None:
    case = training.CASES[3]
    noor = stage.actor("noor")
    matter = matters.open_matter(noor, when, label=str(case.title), training=case.code)
    asking.put_question(noor, matter.pk, case.copy(), when.date(), when)


def _case(stage: Stage, when: datetime) -> None:
    lena, acted = stage.actor("lena"), when.date() - timedelta(days=75)
    matter = matters.open_matter(lena, when, label="The house by the harbour")
    facts = {
        "schema": "fanal.facts/1",
        "act": {
            "conduct": ["sexual_activity"], "from": str(acted), "to": str(acted), "places": ["XA"], "commercial": True,
        },
        "child": {"age": {"lo": 14, "hi": 15}, "nationality": ["XA"], "residence": ["XA"]},
        "suspect": {"age": {"lo": 40, "hi": 50}, "residence": ["XB"], "presence": ["XB"]},
    }  # fmt: skip
    asking.put_question(lena, matter.pk, facts, when.date(), when)
    proceedings.enter(lena, matter.pk, _proceeding(when.date()), when + timedelta(hours=1))


def _proceeding(day: date) -> ProceedingContent:
    before = day - timedelta(days=60)
    events = (
        LegalEvent(before, LegalEventType.COMPLAINT, LegalOutcome.NONE),
        LegalEvent(before + timedelta(days=9), LegalEventType.FORENSIC_INTERVIEW, LegalOutcome.NONE),
        LegalEvent(day - timedelta(days=4), LegalEventType.MLA_REQUEST_SENT, LegalOutcome.NONE),
    )
    return ProceedingContent(
        kind=ProceedingKind.INVESTIGATION, state="XA", authority="Prosecutor of the harbour district (fictional)",
        jurisdiction_basis=(JurisdictionBasis.TERRITORY,), provisions=("xa.214", "xa.j.4"), opened_on=before,
        events=events, interviews=1, support_person=YesNoUnknown.YES, child_role=ChildRole.VICTIM,
        measures=(
            Measure(ProtectiveMeasure.RECORDED_INTERVIEW, MeasureState.GRANTED),
            Measure(ProtectiveMeasure.LEGAL_AID, MeasureState.ASKED),
        ),
        child_punished_for_being_exploited=YesNoUnknown.NO,
    )  # fmt: skip
