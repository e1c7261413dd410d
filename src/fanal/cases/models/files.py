"""The two sealed records, their lists, and what a file begins with: how the child may be reached, the ledger, what
pushes the child, what happened, entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from fanal.access.models import Kept
from fanal.cases.codes import Risk
from fanal.cases.model.sealed import schema
from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.concerns.models import Concern
from fanal.network.models import Organisation, Person, Team
from fanal.vault import Public, Sealed
from fanal.vocabulary.ids import new_id

STATE = Public("S1", "workflow state")
WHOSE = Public("S1", "which file it belongs to")


def sealed(entity: str, box: str) -> Any:
    """The column of a compartment of an entity."""
    return column(models.BinaryField(default=bytes), Sealed(box, schema(entity, box)))


class Child(models.Model):
    """The person the care is for."""

    stated = ("org", "protected_name", "interpreter_needed", "safe_to_contact", "lent_until")
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"), indexed=False)
    protected_name = column(models.BooleanField(default=False), Public("S1", "hides the name from the team"))
    interpreter_needed = column(models.BooleanField(null=True), Public("S1", "order of work"))
    safe_to_contact = column(
        models.CharField(max_length=16), Public("S1", "stops every automatic message unless it says yes")
    )
    lent_until = column(
        models.DateTimeField(null=True, blank=True), Public("S1", "until when another member's ground carries the work")
    )
    version = column(models.PositiveIntegerField(default=1), VERSION)
    personal = sealed("child", "personal")
    identity = sealed("child", "identity")
    content = sealed("child", "content")


class Case(Kept):
    """One period of work by one organisation for one child."""

    stated = (
        "number", "child", "org", "team", "owner", "supervisor", "stage", "status", "risk", "risk_set_by",
        "risk_set_at", "low_since", "opened_on", "country_of_harm", "restricted", "reopened_from", "retention_class",
        "erase_on", "hold_owner", "hold_until",
    )  # fmt: skip
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    number = column(models.CharField(max_length=20), Public("S1", "how people name it; it counts nothing"))
    child = key(Child, WHOSE, related_name="cases")
    org = key(Organisation, Public("S1", "whose it is"))
    team = key_or_none(Team, Public("S1", "which casework team has it; empty: the main one"), indexed=False)
    owner = key(Person, Public("S1", "who works with the child"))
    supervisor = key(Person, Public("S1", "who answers for the work"))
    stage = column(models.CharField(max_length=16), STATE)
    status = column(models.CharField(max_length=12), STATE)
    risk = column(models.CharField(max_length=8, blank=True), Public("S1", "order of work; set by a person"))
    risk_set_by = key_or_none(Person, WHO, indexed=False)
    risk_set_at = column(models.DateTimeField(null=True, blank=True), AT)
    low_since = column(models.DateField(null=True, blank=True), Public("S1", "whether the file may end"))
    opened_on = column(models.DateField(), DAY)
    country_of_harm = column(models.CharField(max_length=20, blank=True), Public("S1", "which law and which partner"))
    restricted = column(models.BooleanField(default=False), Public("S1", "opens for named people only"))
    reopened_from: models.ForeignKey[Case | None, Case | None] = key_or_none("self", WHOSE, models.SET_NULL)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    personal = sealed("case", "personal")
    content = sealed("case", "content")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="cases_one_number")]

    def rate(self, risk: Risk, by: UUID | None, now: datetime, today: date) -> None:
        """The risk from now on, who says it, and since when it is low: stated with the file, so that no entry which is
        gone from the database makes it low for longer."""
        if risk != Risk.LOW:
            self.low_since = None
        elif self.risk != risk:
            self.low_since = today
        self.risk, self.risk_set_by_id, self.risk_set_at = risk.value, by, now


class Told(models.Model):
    """A concern from which a file came. It is kept as the file is."""

    stated = ("case", "concern")
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    case = key(Case, WHOSE, models.CASCADE, related_name="told", indexed=False)
    concern = key(Concern, Public("S1", "which concern"), models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "concern"], name="cases_told_once")]


class Accepted(models.Model):
    """A concern that was decided as "open a case", with who takes it on: until the file is open."""

    stated = ("concern", "org", "team", "worker", "supervisor", "restricted", "accepted_on", "case")
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    concern: models.OneToOneField[Concern, Concern] = column(
        models.OneToOneField(Concern, on_delete=models.CASCADE, related_name="+"), Public("S1", "which concern")
    )
    org = key(Organisation, Public("S1", "whose it is"), indexed=False)
    team = key_or_none(Team, Public("S1", "which casework team gets it; empty: the main one"))
    worker = key(Person, Public("S1", "who takes it on"))
    supervisor = key(Person, Public("S1", "who answers for the work"))
    restricted = column(models.BooleanField(default=False), Public("S1", "opens for named people only"))
    accepted_on = column(models.DateField(), DAY)
    case = key_or_none(Case, Public("S1", "the file that it became"), models.CASCADE)

    class Meta:
        indexes = [models.Index(fields=["org", "case"], name="cases_accepted_of")]


class Holding(models.Model):
    """Who holds which file, with what a list shows: lists and counts read this table alone.

    A principal is a team, or a person by name. Who is in a team is looked up when somebody asks, so that a move of
    staff writes nothing here.
    """

    principal = column(models.UUIDField(), Public("S1", "which team or person"))
    case = key(Case, WHOSE, models.CASCADE, related_name="holdings", indexed=False)
    relation = column(models.CharField(max_length=12), Public("S1", "in which way"))
    until = column(models.DateTimeField(null=True, blank=True), AT)
    status = column(models.CharField(max_length=12), STATE)
    stage = column(models.CharField(max_length=16), STATE)
    risk = column(models.CharField(max_length=8, blank=True), Public("S1", "order of work"))
    next_due = column(models.DateTimeField(null=True, blank=True), Public("S1", "order of work"))
    number = column(models.CharField(max_length=20), Public("S1", "how people name it"))
    owner = key(Person, Public("S1", "who works with the child"), indexed=False)
    opened_on = column(models.DateField(), DAY)
    country_of_harm = column(models.CharField(max_length=20, blank=True), Public("S1", "a column of the list"))
    safe_to_contact = column(models.CharField(max_length=16), Public("S1", "a mark in the list"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "principal"], name="cases_one_holding")]
        indexes = [
            models.Index(fields=["principal", "status", "next_due", "case", "risk"], name="cases_holding_list"),
            models.Index(fields=["owner", "principal", "status"], name="cases_holding_own"),
        ]


# ---- rows of the child ----


class ChildRow(models.Model):
    """A row of the child's record."""

    of_0_1_0: ClassVar[tuple[str, ...]] = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    child = key(Child, WHOSE, models.CASCADE)
    made_by = key(Person, WHO, indexed=False)
    made_at = column(models.DateTimeField(), AT)

    class Meta:
        abstract = True


class ContactSafety(ChildRow):
    """How the child may be reached. The newest counts."""

    stated = ("child", "made_by", "made_at", "checked_on", "next_check")

    checked_on = column(models.DateField(), DAY)
    next_check = column(models.DateField(), DAY)
    personal = sealed("contact_safety", "personal")
    identity = sealed("contact_safety", "identity")
    content = sealed("contact_safety", "content")


class Consent(ChildRow):
    """One row of the ledger of grounds. Rows are added, never changed; a withdrawal is a row."""

    stated = (
        "child", "made_by", "made_at", "act", "purpose", "recipients", "categories", "method", "explained", "basis",
        "second_signature", "returned_by", "follows", "given_at", "expires_on",
    )  # fmt: skip

    made_by = key_or_none(Person, WHO, indexed=False)  # type: ignore[assignment]  # empty: the child, by the own code
    act = column(models.CharField(max_length=12), Public("S1", "what the row does"))
    purpose = column(models.CharField(max_length=24), Public("S1", "what the ground is for"))
    recipients = column(models.JSONField(default=list), Public("S1", "who may get what it covers"))
    categories = column(models.JSONField(default=list), Public("S1", "which kinds of data it covers"))
    method = column(models.CharField(max_length=20), Public("S1", "how it was given"))
    explained = column(models.JSONField(default=list), Public("S1", "what was explained"))
    basis = column(models.CharField(max_length=36), Public("S1", "on what it rests"))
    second_signature = key_or_none(Person, WHO, indexed=False)
    returned_by = key_or_none(Person, WHO, indexed=False)
    follows: models.ForeignKey[Consent | None, Consent | None] = key_or_none(
        "self", Public("S1", "the row that it renews, narrows or withdraws")
    )
    given_at = column(models.DateTimeField(), AT)
    expires_on = column(models.DateField(), DAY)
    personal = sealed("consent", "personal")
    content = sealed("consent", "content")

    @property
    def answered(self) -> bool:
        """Whether a second person signed it, or sent it back."""
        return self.second_signature_id is not None or self.returned_by_id is not None


# ---- rows of the case ----


class CaseRow(models.Model):
    """A row of the record of one period of work."""

    of_0_1_0: ClassVar[tuple[str, ...]] = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    case = key(Case, WHOSE, models.CASCADE)
    made_by = key(Person, WHO, indexed=False)
    made_at = column(models.DateTimeField(), AT)
    version = column(models.PositiveIntegerField(default=1), VERSION)

    class Meta:
        abstract = True


class PushFactor(CaseRow):
    """A circumstance that pushes the child towards exploitation."""

    stated = ("case", "made_by", "made_at", "noted_on", "ended_on")

    noted_on = column(models.DateField(), DAY)
    ended_on = column(models.DateField(null=True, blank=True), DAY)
    personal = sealed("push_factor", "personal")
    content = sealed("push_factor", "content")


class Act(CaseRow):
    """One harmful act or period, as far as the child chose to tell."""

    stated = ("case", "made_by", "made_at", "concern")

    concern = key_or_none(Concern, Public("S1", "from which concern it is known"), models.SET_NULL)
    personal = sealed("act", "personal")
    content = sealed("act", "content")
    offender = sealed("act", "offender")


class Note(CaseRow):
    """A dated entry. Another one corrects it; it is never rewritten."""

    stated = ("case", "made_by", "made_at", "kind", "reached", "corrects", "risk")

    kind = column(models.CharField(max_length=12), Public("S1", "what it is"))
    risk = column(models.CharField(max_length=12, blank=True), Public("S1", "what the risk became by it"))
    reached = column(models.BooleanField(default=False), Public("S1", "whether the child was reached; ends a clock"))
    corrects: models.ForeignKey[Note | None, Note | None] = key_or_none("self", WHOSE)
    content = sealed("note", "content")
