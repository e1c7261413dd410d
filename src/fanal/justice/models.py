"""Law that members drafted and reviewed (clear: it names nobody), and matters with what is asked and done (sealed)."""

from typing import ClassVar

from django.db import models

from fanal.access.models import Kept
from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.justice.content import MatterContent, PrivilegedContent, ProceedingContent, QuestionContent
from fanal.network.models import Organisation, Person
from fanal.vault import Public, Sealed
from fanal.vocabulary.ids import new_id

LAW = Public("S0", "law, which is public")


# ---- law ----


class LawFile(models.Model):
    """One jurisdiction drafted here, as `fanal.law/1`. The newest that was not withdrawn replaces the shipped one."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    jurisdiction = column(models.CharField(max_length=12), LAW)
    text = column(models.TextField(), LAW)
    drafted_by = key(Person, WHO)
    drafted_at = column(models.DateTimeField(), AT)
    withdrawn_at = column(models.DateTimeField(null=True, blank=True), AT)

    class Meta:
        indexes = [models.Index(fields=["jurisdiction", "drafted_at"], name="justice_law_file_of")]


class Rung(models.Model):
    """One step of the review ladder for one wording of one provision: checked, reviewed or returned. Only added."""

    whole = ("jurisdiction", "provision", "digest", "step", "by", "role", "at", "valid_until", "note")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    jurisdiction = column(models.CharField(max_length=12), LAW)
    provision = column(models.CharField(max_length=80), LAW)
    digest = column(models.CharField(max_length=64), Public("S0", "SHA-256 of the wording that was looked at"))
    step = column(models.CharField(max_length=10), Public("S0", "how far the review is"))
    by = key(Person, WHO)
    role = column(models.CharField(max_length=80, blank=True), Public("S0", "in which capacity, shown with the review"))
    at = column(models.DateTimeField(), AT)
    valid_until = column(models.DateField(null=True, blank=True), Public("S0", "when the review expires"))
    note = column(models.CharField(max_length=500, blank=True), Public("S0", "an open question of law"))

    class Meta:
        indexes = [models.Index(fields=["jurisdiction", "provision"], name="justice_rung_of")]


class Declaration(models.Model):
    """The law of a jurisdiction, declared complete for one conduct between two days (None is open): by one reviewer,
    counted once a second one confirmed it, until its day, while what was looked at is the same.

    `number`: of those for this conduct, so that two people at the same moment do not both declare. `irrelevant`: each
    article that is not entered, with the reason why that does not matter.
    """

    whole = (
        "jurisdiction", "conduct", "number", "first", "last", "digest", "irrelevant", "valid_until", "declared_by",
        "declared_as", "declared_at", "confirmed_by", "confirmed_as", "confirmed_at", "withdrawn_by", "withdrawn_at",
        "note",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    jurisdiction = column(models.CharField(max_length=12), LAW)
    conduct = column(models.CharField(max_length=20), LAW)
    number = column(models.PositiveIntegerField(), ID)
    first = column(models.DateField(null=True, blank=True), Public("S0", "days of law; shown to everybody"))
    last = column(models.DateField(null=True, blank=True), Public("S0", "days of law; shown to everybody"))
    digest = column(models.CharField(max_length=64), Public("S0", "SHA-256 of what was looked at"))
    irrelevant = column(models.JSONField(default=dict), LAW)
    valid_until = column(models.DateField(), Public("S0", "when it ends; shown to everybody"))
    declared_by = key(Person, WHO)
    declared_as = column(models.CharField(max_length=80), Public("S0", "name or office that is shown to everybody"))
    declared_at = column(models.DateTimeField(), AT)
    confirmed_by = key_or_none(Person, WHO)
    confirmed_as = column(
        models.CharField(max_length=80, blank=True), Public("S0", "name or office that is shown to everybody")
    )
    confirmed_at = column(models.DateTimeField(null=True, blank=True), AT)
    withdrawn_by = key_or_none(Person, WHO)
    withdrawn_at = column(models.DateTimeField(null=True, blank=True), AT)
    note = column(models.CharField(max_length=500, blank=True), Public("S0", "what is missing in a law"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "conduct", "number"], name="justice_one_declaration")
        ]


class LawVersion(models.Model):
    """A compiled corpus that was in force here, kept so that an old answer can be made again byte by byte."""

    version = column(models.CharField(max_length=64, primary_key=True), LAW)
    since = column(models.DateTimeField(), AT)
    packed = column(models.BinaryField(), Public("S0", "the compiled law, compressed"))


class Reply(models.Model):
    """What a state answers to a result of the benchmark (right of reply). `item` empty: to the whole."""

    whole = ("state", "item", "office", "words", "on", "entered_by")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    state = column(models.CharField(max_length=2), LAW)
    item = column(models.CharField(max_length=8, blank=True), LAW)
    office = column(models.CharField(max_length=200), Public("S0", "which office of the state; shown to everybody"))
    words = column(models.TextField(max_length=2000), Public("S0", "what the state says; shown to everybody"))
    on = column(models.DateField(), DAY)
    entered_by = key(Person, WHO)


# ---- one act ----


class Matter(Kept):
    """What one or more questions and proceedings belong to. Opaque: the room that knows the child keeps its id."""

    stated = (
        "org", "training", "opened_by", "closed_on", "erase_asked_by", "retention_class", "erase_on", "hold_owner",
        "hold_until",
    )  # fmt: skip
    since: ClassVar = {"retention_class": 2, "erase_on": 2, "hold_owner": 2, "hold_until": 2}
    of_0_1_0 = ("matters.open", "matters.train", "matters.label")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"))
    training = column(
        models.CharField(max_length=40, blank=True),
        Public("S1", "which training case of the fixed list, empty for a real one"),
    )
    opened_on = column(models.DateField(), DAY)
    opened_by = key(Person, WHO)
    closed_on = column(models.DateField(null=True, blank=True), DAY)
    erase_asked_by = key_or_none(Person, WHO)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    content = column(models.BinaryField(default=bytes), Sealed("content", MatterContent))


class Question(models.Model):
    """One act put to the engine, with its answer."""

    stated = ("matter", "asked_on", "asked_by", "as_of", "corpus_version")
    of_0_1_0 = ("matters.ask",)

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    matter = key(Matter, ID, models.CASCADE, related_name="questions")
    asked_on = column(models.DateField(), DAY)
    asked_by = key(Person, WHO)
    as_of = column(models.DateField(), Public("S1", "the day of law that was asked for"))
    corpus_version = column(models.CharField(max_length=64), Public("S0", "which compiled law answered"))
    content = column(models.BinaryField(default=bytes), Sealed("content", QuestionContent))


class Proceeding(models.Model):
    """One proceeding in one state, seen from the child's side. All of it is sealed."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    matter = key(Matter, ID, models.CASCADE, related_name="proceedings")
    entered_on = column(models.DateField(), DAY)
    entered_by = key(Person, WHO)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    content = column(models.BinaryField(default=bytes), Sealed("content", ProceedingContent))
    privileged = column(models.BinaryField(default=bytes), Sealed("privileged", PrivilegedContent))


# ---- gaps and reforms ----


class GapsLook(models.Model):
    """One look at gaps or reforms: what the limit of looks counts."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    person = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
    boxes = column(models.PositiveIntegerField(default=0), Public("S1", "how many gaps were shown"))

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="justice_gaps_look_by")]


class GapsCount(models.Model):
    """What was computed of the gaps of one country under one law: bounds, and gaps or reforms found so far.

    `state` is the country. `following`: where the next search goes on; empty when nothing is left.
    """

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    kind = column(models.CharField(max_length=8), Public("S1", "gaps or reforms"))
    state = column(models.CharField(max_length=12), LAW)
    corpus_version = column(models.CharField(max_length=64), LAW)
    as_of = column(models.DateField(), DAY)
    step = column(models.CharField(max_length=8), Public("S1", "whether it waits, runs, is done or failed"))
    done = column(models.PositiveIntegerField(default=0), Public("S1", "how far it is"))
    whole = column(models.PositiveIntegerField(default=0), Public("S1", "how far it is"))
    figures = column(
        models.JSONField(default=dict), Public("S1", "how many fact patterns: computed from law, which is public")
    )
    found = column(models.PositiveIntegerField(default=0), Public("S1", "how many were found"))
    following = column(
        models.PositiveIntegerField(null=True, blank=True), Public("S1", "where the next search goes on")
    )
    asked_at = column(models.DateTimeField(), AT)
    heard_at = column(models.DateTimeField(), AT)
    code = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "code of the installation over what was computed"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "state", "corpus_version"], name="justice_one_count")]


class GapsFound(models.Model):
    """One gap or one plan of reforms that a count found, as it is shown. It names nobody: five states and an act."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    count = key(GapsCount, ID, models.CASCADE, related_name="items")
    number = column(models.PositiveIntegerField(), ID)
    content = column(models.JSONField(), Public("S1", "computed from law, which is public"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "number"], name="justice_one_found")]


class GapsExport(models.Model):
    """An export of gaps: above twenty boxes it needs a second person, and every one carries a watermark."""

    whole = (
        "org", "state", "boxes", "reason", "as_of", "corpus_version", "asked_by", "asked_at", "approved_by",
        "approved_at", "taken_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    state = column(models.CharField(max_length=12), LAW)
    boxes = column(models.PositiveIntegerField(), Public("S1", "how many gaps"))
    reason = column(models.CharField(max_length=300), Public("S1", "what it is needed for"))
    as_of = column(models.DateField(), DAY)
    corpus_version = column(models.CharField(max_length=64), LAW)
    asked_by = key(Person, WHO)
    asked_at = column(models.DateTimeField(), AT)
    approved_by = key_or_none(Person, WHO)
    approved_at = column(models.DateTimeField(null=True, blank=True), AT)
    taken_at = column(models.DateTimeField(null=True, blank=True), AT)


class Reform(models.Model):
    """A reform of law that a member drafted: atoms, and what they close. Kept back until the state was told."""

    whole = (
        "org", "state", "title", "words", "atoms", "figures", "as_of", "corpus_version", "drafted_by", "drafted_at",
        "told_state_on", "published_by", "published_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    state = column(models.CharField(max_length=12), LAW)
    title = column(models.CharField(max_length=200), Public("S1", "a proposal of law; no person in it"))
    words = column(models.TextField(max_length=8000), Public("S1", "a proposal of law; no person in it"))
    atoms = column(models.JSONField(default=list), Public("S1", "which changes of law it is made of"))
    figures = column(models.JSONField(default=dict), Public("S1", "how many fact patterns it closes"))
    as_of = column(models.DateField(), DAY)
    corpus_version = column(models.CharField(max_length=64), LAW)
    drafted_by = key(Person, WHO)
    drafted_at = column(models.DateTimeField(), AT)
    told_state_on = column(models.DateField(null=True, blank=True), DAY)
    published_by = key_or_none(Person, WHO)
    published_at = column(models.DateTimeField(null=True, blank=True), AT)
