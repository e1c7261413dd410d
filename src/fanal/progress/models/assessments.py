"""Where a state stands with a commitment, as people found it (docs/progress.md, "Assessments"). Rows are only added:
the chain of a cell in the journal names each of them whole, so that none is written, changed or taken away unseen."""

from typing import ClassVar

from django.db import models

from fanal.columns import AT, DAY, ID, TOKEN, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_STATED = Public("S0", "what is said of a state in public; no person is named")
_WORDS = Public("S0", "words on what a state does, for everybody to read; nobody is named")
_TIES = Public("S0", "ties to the state that is assessed, which are shown beside it")
_OFFICE = Public("S1", "an office of a state")
_REPLY = Public("S0", "what a state says, for everybody to read")
_SPEAKER = Public("S1", "who speaks for an office, where they agreed that it is shown")


class Cell(models.Model):
    """A commitment and a country. `country`: two letters, or a part of one; `item`: `SA-4d`."""

    whole = ("country", "item")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    country = column(models.CharField(max_length=6), _STATED)
    item = column(models.CharField(max_length=5), _STATED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["country", "item"], name="progress_cell_once"),)


class CountryAssessment(models.Model):
    """What somebody found. `points`: 0 to 4 of the rubric, none where there was nothing to find; `citations`: what it
    rests on, each as it resolved; `searched`: where somebody looked in vain; `differs`: why people found another state
    than the law engine; `round`: 2 where a second reader said no to the first; `corrects`: which error of ours it
    corrects."""

    whole = (
        "cell", "round", "as_of", "state", "points", "rationale", "citations", "searched", "differs", "confidence",
        "ties", "corrects", "by", "org", "at",
    )  # fmt: skip
    since: ClassVar = {"corrects": 2}

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    cell = key(Cell, ID, models.CASCADE, related_name="assessments")
    round = column(models.PositiveSmallIntegerField(default=1), _STATED)
    as_of = column(models.DateField(), DAY)
    state = column(models.CharField(max_length=12), _STATED)
    points = column(models.PositiveSmallIntegerField(null=True, blank=True), _STATED)
    rationale = column(models.TextField(max_length=1500, blank=True), _WORDS)
    citations = column(models.JSONField(default=list), _STATED)
    searched = column(models.TextField(max_length=1500, blank=True), _WORDS)
    differs = column(models.CharField(max_length=500, blank=True), _WORDS)
    confidence = column(models.CharField(max_length=6, blank=True), _STATED)
    ties = column(models.CharField(max_length=300, blank=True), _TIES)
    corrects = column(models.CharField(max_length=500, blank=True, default="", db_default=""), _WORDS)
    by = key(Person, WHO)
    org = key(Organisation, ID)
    at = column(models.DateTimeField(), AT)


class Reading(models.Model):
    """What a second reader says of an assessment. `words`: why not, or what they would have written otherwise."""

    whole = ("assessment", "agrees", "words", "ties", "by", "org", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    assessment = key(CountryAssessment, ID, models.CASCADE, related_name="readings")
    agrees = column(models.BooleanField(), _STATED)
    words = column(models.TextField(max_length=1500, blank=True), _WORDS)
    ties = column(models.CharField(max_length=300, blank=True), _TIES)
    by = key(Person, WHO)
    org = key(Organisation, ID)
    at = column(models.DateTimeField(), AT)


class Notice(models.Model):
    """That an office of a state was told what will be said, so that it can reply first. `how`: by which letter, or what
    was tried; `told_on`: when; `token`: a code of the installation over the secret of the link; empty where nobody
    could be reached. `proof`: empty since another person makes the number."""

    whole = ("assessment", "office", "how", "reached", "told_on", "token", "proof", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    assessment = key(CountryAssessment, ID, models.CASCADE, related_name="notices")
    office = column(models.CharField(max_length=200), _OFFICE)
    how = column(models.CharField(max_length=300), _OFFICE)
    reached = column(models.BooleanField(), _STATED)
    told_on = column(models.DateField(), DAY)
    token = column(models.BinaryField(max_length=64, default=bytes), TOKEN)
    proof = column(models.BinaryField(max_length=64, default=bytes), TOKEN)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)


class ReplyNumber(models.Model):
    """The number that an office is told by telephone, by another person than whoever told it: a code of the
    installation over it. The newest of a notice holds."""

    whole = ("notice", "proof", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    notice = key(Notice, ID, models.CASCADE, related_name="numbers")
    proof = column(models.BinaryField(max_length=64), TOKEN)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)


class StateReply(models.Model):
    """What a state answers to what will be said of it, as it came. `on`: its day; `by`: who typed a letter, nobody if
    it came by the link; `corrects`: what was typed wrongly in the one before it, in whose place it stands."""

    whole = ("notice", "office", "name", "language", "words", "on", "corrects", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    notice = key(Notice, ID, models.CASCADE, related_name="replies")
    office = column(models.CharField(max_length=200), _REPLY)
    name = column(models.CharField(max_length=120, blank=True), _SPEAKER)
    language = column(models.CharField(max_length=3), _REPLY)
    words = column(models.TextField(max_length=2000), _REPLY)
    on = column(models.DateField(), DAY)
    corrects = column(models.CharField(max_length=500, blank=True), _WORDS)
    by = key_or_none(Person, WHO)
    at = column(models.DateTimeField(), AT)


class BesideReply(models.Model):
    """What people put beside a reply. `kind`: that a letter was typed as it came (`confirmed`); what the assessor says
    to a `point` of it (`answer`; `changed`: whether something was changed; `last`: that was all of them); the same in
    another language (`translation`), and that a second person compared one, whose id is the `point` (`compared`)."""

    whole = ("reply", "kind", "point", "changed", "last", "language", "words", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    reply = key(StateReply, ID, models.CASCADE, related_name="beside")
    kind = column(models.CharField(max_length=11), _STATED)
    point = column(models.CharField(max_length=200, blank=True), _WORDS)
    changed = column(models.BooleanField(null=True, blank=True), _STATED)
    last = column(models.BooleanField(default=False), _STATED)
    language = column(models.CharField(max_length=3, blank=True), _STATED)
    words = column(models.TextField(max_length=3000, blank=True), _WORDS)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)


class Publication(models.Model):
    """That an assessment is what everybody reads. `kind`: the `state`, or a `dispute` of two readers, with which the
    state before it stays; `corrects`: what was wrong before, for the log of corrections."""

    whole = ("assessment", "kind", "version", "corrects", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    assessment: models.OneToOneField[CountryAssessment, CountryAssessment] = column(
        models.OneToOneField(CountryAssessment, on_delete=models.CASCADE, related_name="publication"), ID
    )
    kind = column(models.CharField(max_length=8), _STATED)
    version = column(models.PositiveIntegerField(), _STATED)
    corrects = column(models.CharField(max_length=500, blank=True), _WORDS)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
