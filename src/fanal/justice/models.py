"""Law that members drafted and reviewed (clear: it names nobody), and matters with what is asked and done (sealed)."""

from django.db import models

from fanal.justice.content import MatterContent, PrivilegedContent, ProceedingContent, QuestionContent
from fanal.network.models import Organisation, Person
from fanal.vault import Declared, Public, Sealed
from fanal.vocabulary.ids import new_id

ID = Public("S1", "identifier")
DAY = Public("S1", "when; the day only")
AT = Public("S1", "when")
WHO = Public("S1", "who of the staff did it")
LAW = Public("S0", "law, which is public")


def _who() -> models.ForeignKey[Person, Person]:
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


def _who_later() -> models.ForeignKey[Person | None, Person | None]:
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


# ---- law ----


class LawFile(models.Model):
    """One jurisdiction drafted here, as `fanal.law/1`. The newest that was not withdrawn replaces the shipped one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    jurisdiction = models.CharField(max_length=12)
    text = models.TextField()
    drafted_by = _who()
    drafted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    declared = Declared(id=ID, jurisdiction=LAW, text=LAW, drafted_by=WHO, drafted_at=AT, withdrawn_at=AT)

    class Meta:
        indexes = [models.Index(fields=["jurisdiction", "drafted_at"], name="justice_law_file_of")]


class Rung(models.Model):
    """One step of the review ladder for one wording of one provision: checked, reviewed or returned. Only added."""

    whole = ("jurisdiction", "provision", "digest", "step", "by", "role", "at", "valid_until", "note")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    jurisdiction = models.CharField(max_length=12)
    provision = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    step = models.CharField(max_length=10)
    by = _who()
    role = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    valid_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    declared = Declared(
        id=ID,
        jurisdiction=LAW,
        provision=LAW,
        digest=Public("S0", "SHA-256 of the wording that was looked at"),
        step=Public("S0", "how far the review is"),
        by=WHO,
        role=Public("S0", "in which capacity, shown with the review"),
        at=AT,
        valid_until=Public("S0", "when the review expires"),
        note=Public("S0", "an open question of law"),
    )

    class Meta:
        indexes = [models.Index(fields=["jurisdiction", "provision"], name="justice_rung_of")]


class LawVersion(models.Model):
    """A compiled corpus that was in force here, kept so that an old answer can be made again byte by byte."""

    version = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    packed = models.BinaryField()

    declared = Declared(version=LAW, since=AT, packed=Public("S0", "the compiled law, compressed"))


class Reply(models.Model):
    """What a state answers to a result of the benchmark (right of reply). `item` empty: to the whole."""

    whole = ("state", "item", "office", "words", "on", "entered_by")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=2)
    item = models.CharField(max_length=8, blank=True)
    office = models.CharField(max_length=200)
    words = models.TextField(max_length=2000)
    on = models.DateField()
    entered_by = _who()

    declared = Declared(
        id=ID,
        state=LAW,
        item=LAW,
        office=Public("S0", "which office of the state; shown to everybody"),
        words=Public("S0", "what the state says; shown to everybody"),
        on=DAY,
        entered_by=WHO,
    )


# ---- one act ----


class Matter(models.Model):
    """What one or more questions and proceedings belong to. Opaque: the room that knows the child keeps its id."""

    stated = ("org", "training", "opened_by", "closed_on", "erase_asked_by")
    of_0_1_0 = ("matters.open", "matters.train", "matters.label")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    training = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    opened_by = _who()
    closed_on = models.DateField(null=True, blank=True)
    erase_asked_by = _who_later()
    version = models.PositiveIntegerField(default=1)
    content = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        org=Public("S1", "whose it is"),
        training=Public("S1", "which training case of the fixed list, empty for a real one"),
        opened_on=DAY,
        opened_by=WHO,
        closed_on=DAY,
        erase_asked_by=WHO,
        version=Public("S1", "compare-and-set: two people cannot write at once"),
        content=Sealed("content", MatterContent),
    )


class Question(models.Model):
    """One act put to the engine, with its answer."""

    stated = ("matter", "asked_on", "asked_by", "as_of", "corpus_version")
    of_0_1_0 = ("matters.ask",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="questions")
    asked_on = models.DateField()
    asked_by = _who()
    as_of = models.DateField()
    corpus_version = models.CharField(max_length=64)
    content = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        matter=ID,
        asked_on=DAY,
        asked_by=WHO,
        as_of=Public("S1", "the day of law that was asked for"),
        corpus_version=Public("S0", "which compiled law answered"),
        content=Sealed("content", QuestionContent),
    )


class Proceeding(models.Model):
    """One proceeding in one state, seen from the child's side. All of it is sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="proceedings")
    entered_on = models.DateField()
    entered_by = _who()
    version = models.PositiveIntegerField(default=1)
    content = models.BinaryField(default=bytes)
    privileged = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        matter=ID,
        entered_on=DAY,
        entered_by=WHO,
        version=Public("S1", "compare-and-set: two people cannot write at once"),
        content=Sealed("content", ProceedingContent),
        privileged=Sealed("privileged", PrivilegedContent),
    )


# ---- gaps and reforms ----


class GapsLook(models.Model):
    """One look at gaps or reforms: what the limit of looks counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = _who()
    at = models.DateTimeField()
    boxes = models.PositiveIntegerField(default=0)

    declared = Declared(id=ID, person=WHO, at=AT, boxes=Public("S1", "how many gaps were shown"))

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="justice_gaps_look_by")]


class GapsCount(models.Model):
    """What was computed of the gaps of one country under one law: bounds, and gaps or reforms found so far.

    `state` is the country. `following`: where the next search goes on; empty when nothing is left.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    corpus_version = models.CharField(max_length=64)
    as_of = models.DateField()
    step = models.CharField(max_length=8)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    found = models.PositiveIntegerField(default=0)
    following = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    code = models.BinaryField(max_length=32, default=bytes)

    declared = Declared(
        id=ID,
        kind=Public("S1", "gaps or reforms"),
        state=LAW,
        corpus_version=LAW,
        as_of=DAY,
        step=Public("S1", "whether it waits, runs, is done or failed"),
        done=Public("S1", "how far it is"),
        whole=Public("S1", "how far it is"),
        figures=Public("S1", "how many fact patterns: computed from law, which is public"),
        found=Public("S1", "how many were found"),
        following=Public("S1", "where the next search goes on"),
        asked_at=AT,
        heard_at=AT,
        code=Public("S1", "code of the installation over what was computed"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "state", "corpus_version"], name="justice_one_count")]


class GapsFound(models.Model):
    """One gap or one plan of reforms that a count found, as it is shown. It names nobody: five states and an act."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    count = models.ForeignKey(GapsCount, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    content = models.JSONField()

    declared = Declared(id=ID, count=ID, number=ID, content=Public("S1", "computed from law, which is public"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "number"], name="justice_one_found")]


class GapsExport(models.Model):
    """An export of gaps: above twenty boxes it needs a second person, and every one carries a watermark."""

    whole = (
        "org", "state", "boxes", "reason", "as_of", "corpus_version", "asked_by", "asked_at", "approved_by",
        "approved_at", "taken_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    boxes = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    as_of = models.DateField()
    corpus_version = models.CharField(max_length=64)
    asked_by = _who()
    asked_at = models.DateTimeField()
    approved_by = _who_later()
    approved_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    declared = Declared(
        id=ID,
        org=ID,
        state=LAW,
        boxes=Public("S1", "how many gaps"),
        reason=Public("S1", "what it is needed for"),
        as_of=DAY,
        corpus_version=LAW,
        asked_by=WHO,
        asked_at=AT,
        approved_by=WHO,
        approved_at=AT,
        taken_at=AT,
    )


class Reform(models.Model):
    """A reform of law that a member drafted: atoms, and what they close. Kept back until the state was told."""

    whole = (
        "org", "state", "title", "words", "atoms", "figures", "as_of", "corpus_version", "drafted_by", "drafted_at",
        "told_state_on", "published_by", "published_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=8000)
    atoms = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    as_of = models.DateField()
    corpus_version = models.CharField(max_length=64)
    drafted_by = _who()
    drafted_at = models.DateTimeField()
    told_state_on = models.DateField(null=True, blank=True)
    published_by = _who_later()
    published_at = models.DateTimeField(null=True, blank=True)

    declared = Declared(
        id=ID,
        org=ID,
        state=LAW,
        title=Public("S1", "a proposal of law; no person in it"),
        words=Public("S1", "a proposal of law; no person in it"),
        atoms=Public("S1", "which changes of law it is made of"),
        figures=Public("S1", "how many fact patterns it closes"),
        as_of=DAY,
        corpus_version=LAW,
        drafted_by=WHO,
        drafted_at=AT,
        told_state_on=DAY,
        published_by=WHO,
        published_at=AT,
    )
