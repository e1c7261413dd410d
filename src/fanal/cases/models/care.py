"""The six steps: assessment, what is best for the child, plan, help, follow-ups, closing, and who approved what."""

from __future__ import annotations

from typing import Any

from django.db import models

from fanal.cases.models.files import STATE, WHOSE, Case, CaseRow, sealed
from fanal.cases.packed import PanelView, SeatPack
from fanal.columns import AT, DAY, WHO, column, key, key_or_none
from fanal.network.models import Person
from fanal.vault import Public, Sealed

ANSWERS = Public("S1", "which circumstances it answers, by identifier")
DAY_OR_NONE: dict[str, Any] = {"null": True, "blank": True}


class Approval(CaseRow):
    """A second person's decision about one exact content. Who asked and when: `made_by`, `made_at`."""

    stated = ("case", "made_by", "made_at", "subject", "kind", "content_mac", "decided_by", "decided_at", "decision")

    subject = column(models.UUIDField(), Public("S1", "which row it is about"))
    kind = column(models.CharField(max_length=32), Public("S1", "what is approved"))
    content_mac = column(models.BinaryField(max_length=34), Public("S1", "keyed hash of what was looked at"))
    decided_by = key_or_none(Person, WHO, indexed=False)
    decided_at = column(models.DateTimeField(null=True, blank=True), AT)
    decision = column(models.CharField(max_length=12, blank=True), STATE)
    content = sealed("approval", "content")

    class Meta:
        indexes = [models.Index(fields=["subject"], name="cases_approval_of")]


class Assessment(CaseRow):
    """One look at safety, needs and strengths with a versioned instrument."""

    stated = ("case", "made_by", "made_at", "kind", "started_on", "completed_on", "instrument", "risk")

    kind = column(models.CharField(max_length=32), Public("S1", "which kind of look"))
    started_on = column(models.DateField(), DAY)
    completed_on = column(models.DateField(**DAY_OR_NONE), DAY)
    instrument = column(models.CharField(max_length=60), Public("S1", "which questions, in which version"))
    risk = column(models.CharField(max_length=8, blank=True), Public("S1", "order of work; set by a person"))
    personal = sealed("assessment", "personal")
    content = sealed("assessment", "content")


class BestInterests(CaseRow):
    """What is best for the child: an assessment by one trained worker, or the determination of a panel."""

    stated = ("case", "made_by", "made_at", "kind", "prepared_by", "panel", "decided_on", "review_on", "reviewed_on")

    kind = column(models.CharField(max_length=32), Public("S1", "one worker or a panel"))
    prepared_by = key(Person, WHO, indexed=False)
    panel = column(models.JSONField(default=list), Public("S1", "who of the staff decides"))
    decided_on = column(models.DateField(null=True, blank=True), DAY)
    review_on = column(models.DateField(null=True, blank=True), DAY)
    reviewed_on = column(models.DateField(null=True, blank=True), DAY)
    personal = sealed("best_interests", "personal")
    content = sealed("best_interests", "content")


class Conference(CaseRow):
    """A case conference: planned for a day, then held, or called off. `attendees`: of the staff, who is asked to come;
    once it was held, who came."""

    stated = ("case", "made_by", "made_at", "planned_for", "attendees", "held_on", "called_off_on")

    planned_for = column(models.DateField(), DAY)
    attendees = column(models.JSONField(default=list), Public("S1", "who of the staff attends"))
    held_on = column(models.DateField(**DAY_OR_NONE), DAY)
    called_off_on = column(models.DateField(**DAY_OR_NONE), DAY)
    personal = sealed("conference", "personal")
    content = sealed("conference", "content")


class Seat(CaseRow):
    """A seat on the panel of a decision, or at a conference: a record of its own, with what was made for whoever sits
    there, and what they think, where a panel is asked. The seat opens no file. `categories`: of what was given, since
    it ends where the child does not let it be told any more."""

    stated = (
        "case", "made_by", "made_at", "decision", "conference", "person", "categories", "said_at", "ended_at"
    )  # fmt: skip

    decision = key_or_none(BestInterests, Public("S1", "which decision"), models.CASCADE)
    conference = key_or_none(Conference, Public("S1", "which conference"), models.CASCADE)
    person = key(Person, WHO, indexed=False)
    categories = column(models.JSONField(default=list), Public("S1", "which kinds of facts were given"))
    said_at = column(models.DateTimeField(null=True, blank=True), AT)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)
    content = column(models.BinaryField(default=bytes), Sealed("content", SeatPack))
    dialogue = column(models.BinaryField(default=bytes), Sealed("dialogue", PanelView))

    class Meta:
        indexes = [models.Index(fields=["person", "ended_at"], name="cases_seat_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision=None, conference__isnull=False)
                | models.Q(decision__isnull=False, conference=None),
                name="cases_seat_of_one",
            )
        ]


class Plan(CaseRow):
    """What is to change for the child, agreed with the child. A new one has a new number; old ones stay."""

    stated = ("case", "made_by", "made_at", "number", "agreed_on", "starts", "ends_planned", "ended")

    case = key(Case, WHOSE, models.CASCADE, indexed=False)
    number = column(models.PositiveSmallIntegerField(), Public("S1", "which plan of this file"))
    agreed_on = column(models.DateField(**DAY_OR_NONE), DAY)
    starts = column(models.DateField(**DAY_OR_NONE), DAY)
    ends_planned = column(models.DateField(**DAY_OR_NONE), DAY)
    ended = column(models.DateField(**DAY_OR_NONE), DAY)
    personal = sealed("plan", "personal")
    content = sealed("plan", "content")
    placement = sealed("plan", "placement")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_plan_number")]


class Goal(CaseRow):
    """One change wanted, with how it will be seen."""

    stated = ("case", "made_by", "made_at", "plan", "due", "state_on", "push_factors")

    plan = key(Plan, Public("S1", "of which plan"), models.CASCADE)
    due = column(models.DateField(), DAY)
    state_on = column(models.DateField(**DAY_OR_NONE), DAY)
    push_factors = column(models.JSONField(default=list), ANSWERS)
    personal = sealed("goal", "personal")
    content = sealed("goal", "content")


class Service(CaseRow):
    """One piece of help for the child or the family: what, by when, given or not, and with what result."""

    stated = (
        "case", "made_by", "made_at", "goal", "phase", "timeframe", "due", "transition", "state", "delivered_on",
        "push_factors",
    )  # fmt: skip

    goal = key_or_none(Goal, Public("S1", "which goal it serves"), models.SET_NULL)
    push_factors = column(models.JSONField(default=list), ANSWERS)
    phase = column(models.CharField(max_length=32), Public("S1", "when in the work"))
    timeframe = column(models.CharField(max_length=32), Public("S1", "how soon"))
    due = column(models.DateTimeField(null=True, blank=True), AT)
    transition = column(models.UUIDField(null=True, blank=True), Public("S1", "by which referral it is given"))
    state = column(models.CharField(max_length=32), STATE)
    delivered_on = column(models.DateField(**DAY_OR_NONE), DAY)
    personal = sealed("service", "personal")
    identity = sealed("service", "identity")
    content = sealed("service", "content")


class FollowUp(CaseRow):
    """One contact with the child after the plan began; until it took place, one that is due."""

    stated = ("case", "made_by", "made_at", "type", "milestone", "due", "done_on", "result", "mode", "next_due")

    type = column(models.CharField(max_length=32), Public("S1", "kind of contact"))
    milestone = column(models.CharField(max_length=12, blank=True), Public("S1", "which follow-up of the year"))
    due = column(models.DateTimeField(null=True, blank=True), AT)
    done_on = column(models.DateField(**DAY_OR_NONE), DAY)
    result = column(models.CharField(max_length=32, blank=True), STATE)
    mode = column(models.CharField(max_length=32, blank=True), Public("S1", "how they met"))
    next_due = column(models.DateTimeField(null=True, blank=True), AT)
    personal = sealed("follow_up", "personal")
    content = sealed("follow_up", "content")


class Closure(CaseRow):
    """The checks, the child's word and the dates by which a file may close."""

    stated = ("case", "made_by", "made_at", "reason", "requested_on", "closed_on", "checks", "after_care_on")

    reason = column(models.CharField(max_length=30), Public("S1", "why it closes"))
    requested_on = column(models.DateField(), DAY)
    closed_on = column(models.DateField(**DAY_OR_NONE), DAY)
    checks = column(models.JSONField(default=dict), Public("S1", "which checks are done"))
    after_care_on = column(models.DateField(**DAY_OR_NONE), DAY)
    personal = sealed("closure", "personal")
    content = sealed("closure", "content")


class CaseLink(CaseRow):
    """Two files of one organisation that belong together. Links can be undone."""

    stated = ("case", "made_by", "made_at", "to_case", "undone_at")

    to_case = key(Case, WHOSE, models.CASCADE)
    undone_at = column(models.DateTimeField(null=True, blank=True), AT)
    personal = sealed("case_link", "personal")
    content = sealed("case_link", "content")
