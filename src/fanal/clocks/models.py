"""Duties, the schedule of jobs, and notices: clear columns only, so that whoever works here needs no key."""

from django.db import models

from fanal.clocks.contracts import OPEN_STATES, DutyState
from fanal.vault import Declared, Public

_ID = Public("S1", "identifier")


class Duty(models.Model):
    """Something that somebody owes until a time. Its id tells the day only: a reporter may have caused it."""

    id = models.UUIDField(primary_key=True, editable=False)
    org = models.ForeignKey("network.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    owner = models.CharField(max_length=60)
    person = models.ForeignKey("network.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField()
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    chain = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in DutyState], default="open")
    alert = models.BooleanField(default=False)
    late_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    faults = models.PositiveSmallIntegerField(default=0)

    declared = Declared(
        id=_ID,
        org=Public("S1", "who answers for it"),
        kind=Public("S1", "what is due, as a code"),
        subject=Public("S1", "which record it is about"),
        owner=Public("S1", "team, role or grant that it falls to"),
        person=Public("S1", "who holds it now"),
        made_on=Public("S1", "when, the day only"),
        due_at=Public("S1", "order of work; rounded up while open, the day only once ended"),
        remind_at=Public("S1", "half time, rounded up; empty once passed"),
        next_at=Public("S1", "when the sweep looks at it again; empty once ended"),
        chain=Public("S1", "minutes after the due time, and who is told then"),
        step=Public("S1", "how many steps have passed"),
        state=Public("S1", "open, late, done or stopped"),
        alert=Public("S1", "whether people are told at once"),
        late_on=Public("S1", "when it became late, the day only"),
        ended_on=Public("S1", "when it ended, the day only"),
        faults=Public("S1", "how often the software failed to pass it on"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "org"],
                condition=models.Q(state__in=[state.value for state in OPEN_STATES]),
                name="clocks_one_open_duty",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "due_at"], name="clocks_subject_due"),
            models.Index(fields=["org", "state", "due_at"], name="clocks_org_due"),
            models.Index(fields=["person", "state"], name="clocks_person"),
        ]


class Schedule(models.Model):
    """When a job that comes again and again is next put into the queue."""

    task_path = models.CharField(primary_key=True, max_length=120)
    every = models.PositiveIntegerField()
    next_at = models.DateTimeField(db_index=True)

    declared = Declared(
        task_path=Public("S1", "which job"),
        every=Public("S1", "seconds from one run to the next"),
        next_at=Public("S1", "next run"),
    )


class Notice(models.Model):
    """A mail that says that a task is waiting: at most one of each kind waits for a person. Its id tells the day."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey("network.Person", on_delete=models.CASCADE, related_name="+")
    alert = models.BooleanField(default=False)
    wanted_on = models.DateField()
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_on = models.DateField(null=True, blank=True)

    declared = Declared(
        id=_ID,
        person=Public("S1", "whom to tell"),
        alert=Public("S1", "whether it waits for the batch of two hours"),
        wanted_on=Public("S1", "when it was asked for, the day only"),
        next_at=Public("S1", "when it may be sent, is tried again, or the pause after it ends; then empty"),
        tries=Public("S1", "how often sending failed"),
        sent_on=Public("S1", "when it left, the day only"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "alert"], condition=models.Q(sent_on__isnull=True), name="clocks_one_waiting_notice"
            )
        ]
