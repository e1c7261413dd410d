"""A report from its first look at the records to its summary for everybody.

Its answers are named by one hash in the journal, so that none is changed once it was sent. What reads like an account
of something that happened is stopped and kept nowhere: it belongs to whoever protects children.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, as_seen, need, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import digest, known
from fanal.tourism.membership import flow, rows, seen
from fanal.tourism.membership.duties import follow
from fanal.tourism.membership.flow import Move
from fanal.tourism.membership.flow import State as Standing
from fanal.tourism.models import AnnualReport, Membership, ReportAnswer
from fanal.tourism.plans import plans
from fanal.tourism.programmes import forbidden
from fanal.tourism.programmes.model import Question, QuestionSet, Recognition
from fanal.tourism.reports.filling import Records, Value, of_some
from fanal.tourism.reports.policy import ACCEPT, HIDE, PUBLISH, RETURN, SEND, WRITE, WRITE_FOR
from fanal.tourism.scoring import scoring
from fanal.vocabulary.dates import months_later
from fanal.web import api as web


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    SENT = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


WRITTEN: Final = (State.DRAFT, State.RETURNED)
"""In these the company writes."""
ASKED_IN: Final = (Standing.REPORT_DUE, Standing.OVERDUE, Standing.SUSPENDED)
"""Where a membership stands when a report is asked for. Who is suspended since it is late sends it then."""
NOBODY, TOO_MANY = "nobody_works_there", "more_than_there_are"
"""What a report says that its records do not: it is sent once the company explains it."""


class Tells(NotNow):
    """A text that reads like an account of something that happened: nothing of it is stored."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answers: that the records are right (`keep`), or another value with the reason."""

    keep: bool = False
    value: Value = field(default_factory=dict)
    reason: str = ""


# ---- reading ----


def of(row: Membership, *states: State) -> AnnualReport | None:
    """The newest report of a membership; of those in one of these states, where some are named."""
    found = row.reports.filter(state__in=[one.value for one in states]) if states else row.reports
    return found.order_by("-due_on").first()


def asked_now(row: Membership) -> bool:
    """Whether a report is asked for, and none is begun for that day."""
    if Standing(row.state) not in ASKED_IN or row.report_due_on is None:
        return False
    return bool(known.of(row).question_sets) and not row.reports.filter(due_on=row.report_due_on).exists()


def questions(report: AnnualReport) -> QuestionSet:
    """The questions that a report answers. Raises `NotHere`."""
    found = known.of(report.membership).questions(report.questions)
    if found is None:
        raise NotHere
    return found


def answers(report: AnnualReport) -> dict[str, ReportAnswer]:
    """By question."""
    return {one.question: one for one in report.answers.all()}


def left(report: AnnualReport, found: Mapping[str, ReportAnswer]) -> list[Question]:
    """What has no answer yet."""
    return [one for one in questions(report).questions if not found[one.id].value]


def flags(report: AnnualReport, found: Mapping[str, ReportAnswer]) -> list[str]:
    """What the company has to explain: that nobody works there although people have posts, or that more are trained
    than there are."""
    asked = {one.id: one for one in questions(report).questions}
    said = [(asked[name], one) for name, one in found.items() if name in asked]
    nobody = any(
        q.counts == "people" and one.value.get("number") == 0 and one.prefilled.get("number", 0) > 0 for q, one in said
    )
    many = any(one.value.get("part", 0) > one.value.get("whole", 0) for _q, one in said)
    return [*([NOBODY] if nobody else []), *([TOO_MANY] if many else [])]


def unexplained(report: AnnualReport, found: Mapping[str, ReportAnswer]) -> list[str]:
    """The flags to which nothing was said."""
    return [one for one in flags(report, found) if not report.explained.get(one)]


# ---- writing ----


def _save(report: AnnualReport) -> Item:
    """Store it. What the entry of the deed names."""
    digest.reckoned(report).version += 1
    report.save()
    return stated.whole(report)


def _write(report: AnnualReport, actor: Actor, deed: str, now: datetime) -> None:
    journal.write(report.membership_id, actor.signatory(), deed, at=now, items=[_save(report)])


def _held(actor: Actor, pk: UUID, deed: str, *states: State) -> tuple[Membership, AnnualReport]:
    """A membership and its newest report in one of these states, held. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = rows.held(actor, pk, deed)
    report = of(row, *states) or of(row)
    if report is None:
        raise NotHere
    if State(report.state) not in states:
        raise NotNow(_("This cannot be done any more: the report was sent, or decided on. Look at it again."))
    return row, report


def may_type(actor: Actor, report: AnnualReport) -> bool:
    """Whether somebody writes at a report: the company, or others where it was begun for the company."""
    return actor.org_kind is OrgKind.COMPANY or report.behalf_id is not None


def writes_by(actor: Actor) -> str:
    """The deed of whoever writes: the company, or somebody who types it in for them."""
    return WRITE if actor.org_kind is OrgKind.COMPANY else WRITE_FOR


@transaction.atomic
def begin(actor: Actor, pk: UUID, now: datetime) -> AnnualReport:
    """Open the report that is asked for, filled from records. Asked again, it is the same one."""
    row = rows.held(actor, pk, writes_by(actor))
    there = of(row)
    if there is not None and there.due_on == row.report_due_on:
        return there
    if row.report_due_on is None or not asked_now(row):
        raise NotNow(_("It is not the time for the report yet."))
    asked = known.of(row).question_sets[-1]
    cut_off = min(now.date(), row.report_due_on - timedelta(days=known.of(row).clocks.report_notice))
    report = AnnualReport(
        membership=row, due_on=row.report_due_on, cut_off=cut_off, questions=asked.version, state=State.DRAFT.value,
        begun_at=now, version=0,
    )  # fmt: skip
    _behalf(actor, report)
    report.save(force_insert=True)
    records = Records(row, cut_off)
    ReportAnswer.objects.bulk_create(
        ReportAnswer(report=report, question=one.id, prefilled=records.says(one)) for one in asked.questions
    )
    _write(report, actor, writes_by(actor), now)
    return report


def _behalf(actor: Actor, report: AnnualReport) -> None:
    if actor.org_kind is not OrgKind.COMPANY:
        report.behalf_id = actor.person


def _silent(texts: Mapping[str, str]) -> None:
    """Raises `Tells` where one of the texts, by field, is an account of something that happened."""
    for name, text in texts.items():
        if words := forbidden.told(text):
            raise Tells(
                _(
                    "“%(words)s”: this reads like an account of something that happened, or a count of what was told. "
                    "Nothing of it was kept. Tell it where children are protected, by the link on this page, and write "
                    "here only what the company did."
                )
                % {"words": words},
                name,
            )


@transaction.atomic
def answer(actor: Actor, pk: UUID, told: Mapping[str, Said], version: int, now: datetime) -> AnnualReport:
    """Answer questions. Raises `Tells`, and stores nothing then; `NotNow` with all that is missing."""
    _row, report = _held(actor, pk, writes_by(actor), *WRITTEN)
    need((not may_type(actor, report), _("The company writes this report itself: nobody else reads it yet."), ""))
    as_seen(report.version == version, report.version)
    _silent({f"{name}_why": one.reason for name, one in told.items()})
    _silent({name: str(one.value.get("text", "")) for name, one in told.items()})
    found = answers(report)
    differs = {name: one for name, one in told.items() if found[name].prefilled and not one.keep}
    need(
        *((not one.value, _("Write what is right."), name) for name, one in differs.items()),
        *(
            (not one.reason.strip(), _("Write in a few words why it differs."), f"{name}_why")
            for name, one in differs.items()
        ),
    )
    asked = {one.id: one for one in questions(report).questions}
    for name, one in told.items():
        line = found[name]
        line.value = line.prefilled if one.keep else of_some(asked[name], one.value, line.prefilled)
        line.reason = one.reason.strip() if name in differs else ""
        line.save(update_fields=["value", "reason"])
    _behalf(actor, report)
    _write(report, actor, writes_by(actor), now)
    return report


@transaction.atomic
def explain(actor: Actor, pk: UUID, told: Mapping[str, str], now: datetime) -> AnnualReport:
    """Explain what a report says that its records do not, by flag. Raises `Tells`, `NotNow`."""
    _row, report = _held(actor, pk, WRITE, *WRITTEN)
    _silent(told)
    report.explained = {name: words.strip() for name, words in told.items() if words.strip()}
    _write(report, actor, WRITE, now)
    return report


@transaction.atomic
def send(actor: Actor, pk: UUID, now: datetime) -> AnnualReport:
    """Send a report. With this the company confirms every answer, also those that somebody typed in for it. Raises
    `NotNow` with all that is missing."""
    row, report = _held(actor, pk, SEND, *WRITTEN)
    found = answers(report)
    parts = sorted({one.criterion for one in left(report, found)})
    need(
        (
            bool(parts),
            _("Not every question has an answer yet. Look at: %(parts)s.") % {"parts": web.listed(map(str, parts))},
            "",
        ),
        (bool(unexplained(report, found)), _("Explain first what the records say otherwise."), ""),
    )
    report.state, report.sent_by_id, report.sent_at = State.SENT.value, actor.person, now
    _write(report, actor, SEND, now)
    follow(row, now)
    return report


# ---- deciding ----


@transaction.atomic
def give_back(actor: Actor, pk: UUID, words: str, now: datetime) -> AnnualReport:
    """Give a report back, with what has to change."""
    row, report = _held(actor, pk, RETURN, State.SENT)
    need((not words.strip(), _("Write what has to change before it can be accepted."), "words"))
    report.state, report.words = State.RETURNED.value, words.strip()
    report.decided_by_id, report.decided_at = actor.person, now
    _write(report, actor, RETURN, now)
    follow(row, now)
    return report


@transaction.atomic
def accept(actor: Actor, pk: UUID, now: datetime) -> AnnualReport:
    """Accept a report: the next one is due a year after this one was. Whoever typed it in does not accept it. Of a firm
    that is suspended it is accepted, and the secretariat makes it a member again."""
    row, report = _held(actor, pk, ACCEPT, State.SENT)
    typing = stated.naming(report, stated.need_whole(row.pk, WRITE_FOR))
    typed = actor.person in {one.actor for one in typing.lines}
    need((typed, _("You typed this report in for the company. A colleague reads it and accepts it."), ""))
    report.state, report.decided_by_id, report.decided_at = State.ACCEPTED.value, actor.person, now
    report.weighed = _weighed(row, report)
    named = _save(report)
    if Standing(row.state) not in flow.WAYS[Move.REPORT_ACCEPTED].starts:
        rows.write(row, None, actor.signatory(), ACCEPT, now, named)
        follow(row, now)
        return report
    facts = rows.facts_of(row, now)
    step = rows.new_step(row, Move.REPORT_ACCEPTED, actor.person, now)
    row.report_due_on = months_later(report.due_on, 12)
    rows.goes(row, Move.REPORT_ACCEPTED, facts, actor.signatory(), now, step, named)
    return report


# ---- for everybody ----


@transaction.atomic
def publish(actor: Actor, pk: UUID, summary: str, now: datetime) -> AnnualReport:
    """Publish a summary in the company's own words. Raises `Tells`, `NotNow`."""
    _row, report = _held(actor, pk, PUBLISH, State.ACCEPTED, State.PUBLISHED)
    need((not summary.strip(), _("Write what was done, what was not, and what comes next."), "summary"))
    _silent({"summary": summary})
    few = forbidden.few(summary)
    need(
        (
            bool(few),
            _("“%(words)s”: fewer than ten people can be known by name. Leave the number out, or write “a few”.")
            % {"words": few},
            "summary",
        )
    )
    report.state, report.summary, report.published_on = State.PUBLISHED.value, summary.strip(), now.date()
    _write(report, actor, PUBLISH, now)
    return report


@transaction.atomic
def hide(actor: Actor, pk: UUID, now: datetime) -> AnnualReport:
    """Take a summary back, also that of an earlier year: it is public no more."""
    _row, report = _held(actor, pk, HIDE, State.PUBLISHED)
    report.state, report.summary, report.published_on = State.ACCEPTED.value, "", None
    _write(report, actor, HIDE, now)
    return report


def is_public(report: AnnualReport) -> bool:
    """Whether everybody may read its summary: of a member, published by the company, and as the journal says."""
    row = report.membership
    if State(report.state) is not State.PUBLISHED or Standing(row.state) not in flow.MEMBER:
        return False
    return rows.is_believed(row)


_LATER: Final = {"report_published", "open_sanction"}
"""What recognition asks for that the acceptance of a report does not decide."""


def _weighed(row: Membership, report: AnnualReport) -> dict[str, Any]:
    """By which criteria and which rule a report is accepted, and what it lacks for recognition: whatever changes later
    of levels, of criteria or of the rule rewrites nothing of that year."""
    rule = known.of(row).recognition
    if rule is None:
        return {}
    found = plans.score(row, report.cut_off)
    lacks = scoring.lacking(rule, found, published=True, sanction=False)
    asks = [name for name, asked in asdict(rule).items() if name in _LATER and asked is (name == "report_published")]
    return {"criteria": found.criteria_set, "rule": found.rule, "lacks": [*lacks], "asks": asks}


def lacking(row: Membership, report: AnnualReport) -> tuple[str, ...] | None:
    """What a company lacks to be recognised above membership for the year of a report that was accepted, as it was
    weighed then, and is published and nothing is open now; None where its programme recognises nobody."""
    if not report.weighed:
        return None
    now = {"report_published": report.state == State.PUBLISHED, "open_sanction": seen.open_sanction(row) is None}
    lacks = {*report.weighed["lacks"], *(name for name in report.weighed["asks"] if not now[name])}
    return tuple(one.name for one in fields(Recognition) if one.name in lacks)
