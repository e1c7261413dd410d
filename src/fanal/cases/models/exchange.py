"""Tables that come in and data that go out: who asked for them, who agreed, and until when they can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from fanal.access.contracts import Content, field_of
from fanal.cases.models.files import CaseRow
from fanal.columns import AT, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person, Team
from fanal.vault import Public, Sealed
from fanal.vocabulary.codes import Mark, RetentionClass
from fanal.vocabulary.ids import new_id


@dataclass(frozen=True, slots=True)
class ExportContent(Content):
    """Compartment `content`: what was taken out, as the file that is opened."""

    text: str = field_of("S4", Mark.INTERNAL, retention=RetentionClass.IMPORT_BATCH)
    cases: tuple[str, ...] = field_of("S4", Mark.INTERNAL, (), retention=RetentionClass.IMPORT_BATCH)
    """The files that are in it."""


class OwnMap(models.Model):
    """What the questions of an organisation's own forms become. Nothing about a child stands in it."""

    whole = ("org", "name", "text", "made_by", "made_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"))
    name = column(models.CharField(max_length=80), Public("S1", "what people call the form"))
    text = column(models.TextField(max_length=100_000), Public("S1", "questions and codes; nothing of a child"))
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)


class ImportBatch(models.Model):
    """One table of another system that becomes files. The table itself is kept nowhere."""

    whole = (
        "org", "source", "own_map", "worker", "supervisor", "team", "asked_by", "asked_at", "digest", "children",
        "approved_by", "approved_at", "taken_at", "request_key", "undone_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"))
    source = column(models.CharField(max_length=20), Public("S1", "from which kind of system"))
    own_map = key_or_none(OwnMap, Public("S1", "by which map of one's own"))
    worker = key(Person, Public("S1", "who works with the children"))
    supervisor = key(Person, Public("S1", "who answers for the work"))
    team = key_or_none(Team, Public("S1", "which casework team has them; empty: the main one"))
    asked_by = key(Person, WHO)
    asked_at = column(models.DateTimeField(), AT)
    digest = column(models.CharField(max_length=64, blank=True), Public("S1", "that the same table was agreed to"))
    children = column(models.PositiveIntegerField(default=0), Public("S1", "how many files it makes"))
    approved_by = key_or_none(Person, WHO)
    approved_at = column(models.DateTimeField(null=True, blank=True), AT)
    taken_at = column(models.DateTimeField(null=True, blank=True), AT)
    request_key = column(models.UUIDField(null=True, blank=True), Public("S1", "so that it comes in once"))
    undone_at = column(models.DateTimeField(null=True, blank=True), AT)


class Imported(CaseRow):
    """That a file came from a table of another system, and who confirmed what it says."""

    stated = ("case", "made_by", "made_at", "batch", "confirmed_by", "confirmed_at")

    batch = key(ImportBatch, Public("S1", "with which table it came"))
    confirmed_by = key_or_none(Person, WHO)
    confirmed_at = column(models.DateTimeField(null=True, blank=True), AT)


class Export(models.Model):
    """Data that somebody took out: sealed to those two, for some days, each opening counted."""

    whole = (
        "org", "shape", "case", "chosen", "purpose", "recipient", "reason", "asked_by", "asked_at", "made_by",
        "made_at", "children", "until", "name", "openings",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"))
    shape = column(models.CharField(max_length=20), Public("S1", "in which format"))
    case = column(models.UUIDField(null=True, blank=True), Public("S1", "which file, where it is one"))
    chosen = column(models.JSONField(default=dict), Public("S1", "which files, by clear columns of lists"))
    purpose = column(models.CharField(max_length=24), Public("S1", "what it is for"))
    recipient = column(models.CharField(max_length=24), Public("S1", "to whom it goes"))
    reason = column(models.CharField(max_length=300), Public("S1", "what it is needed for; names nobody"))
    asked_by = key(Person, WHO)
    asked_at = column(models.DateTimeField(), AT)
    made_by = key_or_none(Person, WHO)
    made_at = column(models.DateTimeField(null=True, blank=True), AT)
    children = column(models.PositiveIntegerField(default=0), Public("S1", "how many files are in it"))
    until = column(models.DateTimeField(), AT)
    name = column(models.CharField(max_length=32), Public("S1", "a name that says nothing"))
    openings = column(models.PositiveIntegerField(default=0), Public("S1", "how often it was opened"))
    content = column(models.BinaryField(default=bytes), Sealed("content", ExportContent))
