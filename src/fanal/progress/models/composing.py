"""Documents that are put together from what everybody may read, what left of them, and statements of people who let
them be used (docs/progress.md, "Documents"). No person outside and no child stands here."""

from uuid import UUID

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.progress.models.asks import Ask
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_SAID = Public("S1", "a document for an office or for everybody; no person and no child is in it")
_FILE = Public("S1", "a document as it left, of what everybody may read")
_VOICE = Public("S1", "a statement that its speaker let be used; who it is of stands nowhere")


class Document(models.Model):
    """One document. `output`, `blocks`: of `composing.kinds`; `language`: in which it is written; `ask`: to which it
    belongs; `addressee`: an office; `answer_by`: the day until which an answer is wished."""

    whole = (
        "org", "ask", "output", "country", "language", "title", "addressee", "answer_by", "blocks", "next_block",
        "state", "made_by", "made_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    version = column(models.PositiveIntegerField(default=0), VERSION)
    ask = key_or_none(Ask, ID)
    output = column(models.CharField(max_length=8), _SAID)
    country = column(models.CharField(max_length=2), _SAID)
    language = column(models.CharField(max_length=12), _SAID)
    title = column(models.CharField(max_length=160), _SAID)
    addressee = column(models.CharField(max_length=160, blank=True), _SAID)
    answer_by = column(models.DateField(null=True, blank=True), DAY)
    blocks = column(models.JSONField(default=list), _SAID)
    next_block = column(models.PositiveIntegerField(default=1), _SAID)
    state = column(models.CharField(max_length=8, default="draft"), _SAID)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)


class DocumentVersion(models.Model):
    """A document as it left: its three files, which open for ever, and the hash of each, which the journal names."""

    whole = ("document", "number", "digests", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    document = key(Document, ID, models.CASCADE, related_name="versions")
    number = column(models.PositiveSmallIntegerField(), _FILE)
    html = column(models.BinaryField(), _FILE)
    pdf = column(models.BinaryField(), _FILE)
    sources = column(models.BinaryField(), _FILE)
    digests = column(models.JSONField(default=dict), Public("S0", "SHA-256 of each file"))
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="progress_one_version")]

    @property
    def org_id(self) -> UUID:
        """Whose document it is of."""
        return self.document.org_id


class Voice(models.Model):
    """A statement of a person, adult or young and supported. `uses`: the documents for which it was cleared, by the
    speaker, on `cleared_on` and until `until`; `ended_on`: since when the speaker wants it used no more."""

    whole = (
        "org", "country", "language", "words", "speaker", "uses", "cleared_on", "until", "ended_on", "made_by",
        "made_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    country = column(models.CharField(max_length=2), _VOICE)
    language = column(models.CharField(max_length=12), _VOICE)
    words = column(models.TextField(max_length=800), _VOICE)
    speaker = column(models.CharField(max_length=5), Public("S1", "whether the speaker is adult, or young"))
    uses = column(models.JSONField(default=list), _VOICE)
    cleared_on = column(models.DateField(), DAY)
    until = column(models.DateField(), DAY)
    ended_on = column(models.DateField(null=True, blank=True), DAY)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
