"""Duties, the schedule of jobs, and notices: clear columns only, so that whoever works here needs no key."""

from django.db import models

from fanal.clocks.contracts import OPEN_STATES, DutyState, Way
from fanal.columns import DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person, Vouched
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class Duty(models.Model):
    """Something that somebody owes until a time. Its id tells the day only: a reporter may have caused it."""

    id = column(models.UUIDField(primary_key=True, editable=False), ID)
    org = key(Organisation, Public("S1", "who answers for it"), models.CASCADE, indexed=False)
    kind = column(models.CharField(max_length=40), Public("S1", "what is due, as a code"))
    subject = column(models.UUIDField(), Public("S1", "which record it is about"))
    about = column(models.UUIDField(), Public("S1", "which file that record belongs to"))
    owner = column(models.CharField(max_length=60), Public("S1", "team, role or grant that it falls to"))
    person = key_or_none(Person, Public("S1", "who holds it now"), indexed=False)
    made_on = column(models.DateField(), Public("S1", "when, the day only"))
    due_at = column(
        models.DateTimeField(), Public("S1", "order of work; rounded up while open, the day only once ended")
    )
    remind_at = column(
        models.DateTimeField(null=True, blank=True), Public("S1", "half time, rounded up; empty once passed")
    )
    next_at = column(
        models.DateTimeField(null=True, blank=True, db_index=True),
        Public("S1", "when the sweep looks at it again; empty once ended"),
    )
    chain = column(models.JSONField(default=list), Public("S1", "minutes after the due time, and who is told then"))
    step = column(models.PositiveSmallIntegerField(default=0), Public("S1", "how many steps have passed"))
    state = column(
        models.CharField(max_length=8, choices=[(s.value, s.value) for s in DutyState], default="open"),
        Public("S1", "open, late, done or stopped"),
    )
    alert = column(models.BooleanField(default=False), Public("S1", "whether people are told at once"))
    deferred = column(models.CharField(max_length=12, blank=True), Public("S1", "why it was put off, as a code"))
    late_on = column(models.DateField(null=True, blank=True), Public("S1", "when it became late, the day only"))
    ended_on = column(models.DateField(null=True, blank=True), Public("S1", "when it ended, the day only"))
    faults = column(
        models.PositiveSmallIntegerField(default=0), Public("S1", "how often the software failed to pass it on")
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
            models.Index(fields=["about", "due_at"], name="clocks_about_due"),
            models.Index(fields=["org", "state", "due_at"], name="clocks_org_due"),
            models.Index(fields=["person", "state"], name="clocks_person"),
            models.Index(fields=["owner", "due_at"], name="clocks_unheld", condition=models.Q(person=None)),
            models.Index(fields=["org", "step"], name="clocks_told"),
        ]


class ClockRule(Vouched):
    """The time that an organisation set for one kind of duty, in the place of that of the house."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE, indexed=False)
    kind = column(models.CharField(max_length=40), Public("S1", "of which kind of duty"))
    minutes = column(models.PositiveIntegerField(), Public("S1", "how long it has"))
    reason = column(models.CharField(max_length=20, blank=True), Public("S1", "why it is longer, as a code"))
    since = column(models.DateField(), DAY)
    by = key(Person, WHO)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "kind"], name="clocks_one_rule")]


class Schedule(models.Model):
    """When a job that comes again and again is next put into the queue."""

    task_path = column(models.CharField(primary_key=True, max_length=120), Public("S1", "which job"))
    every = column(models.PositiveIntegerField(), Public("S1", "seconds from one run to the next"))
    next_at = column(models.DateTimeField(db_index=True), Public("S1", "next run"))


class NoticeNumber(Vouched):
    """The telephone number at which a person hears by message that a task is waiting; empty once they took it out."""

    person = column(models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+"), ID)
    phone = column(
        models.CharField(max_length=16, blank=True), Public("S2", "number of notices that hold no content; optional")
    )


class Notice(models.Model):
    """A notice that a task is waiting: at most one of each kind waits for a person, each way. Its id tells the day."""

    id = column(models.UUIDField(primary_key=True, editable=False), ID)
    person = key(Person, Public("S1", "whom to tell"), models.CASCADE)
    way = column(
        models.CharField(max_length=8, choices=[(w.value, w.value) for w in Way], default="mail", db_default="mail"),
        Public("S1", "by mail or by message"),
    )
    alert = column(models.BooleanField(default=False), Public("S1", "whether it waits for the batch of two hours"))
    wanted_on = column(models.DateField(), Public("S1", "when it was asked for, the day only"))
    next_at = column(
        models.DateTimeField(null=True, blank=True, db_index=True),
        Public("S1", "when it may be sent, is tried again, or the pause after it ends; then empty"),
    )
    tries = column(models.PositiveSmallIntegerField(default=0), Public("S1", "how often sending failed"))
    sent_on = column(models.DateField(null=True, blank=True), Public("S1", "when it left, the day only"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "alert", "way"],
                condition=models.Q(sent_on__isnull=True),
                name="clocks_one_waiting_each_way",
            )
        ]
