"""What was asked of an office, and what became of it (docs/progress.md, "Asks"). Rows are only added: the chain of an
ask in the journal names each of them whole, so that none is written, changed or taken away unseen. Nothing here is
about a child or a person outside."""

from uuid import UUID

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.progress.models.practices import Practice
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_SAID = Public("S1", "what an office is asked for; no person and no child is in it")
_OFFICE = Public("S1", "an office, never a person")
_CAME = Public("S1", "what became of an ask; no person and no child is in it")
_STAFF = Public("S1", "who of the staff looks after it")


class Ask(models.Model):
    """One ask of an organisation. `kind`: of `asks.flow`; `reform`: the published reform of law, `practice`: the
    published practice from which it started."""

    whole = ("org", "country", "kind", "reform", "practice", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    country = column(models.CharField(max_length=2), _SAID)
    kind = column(models.CharField(max_length=13), _SAID)
    reform = column(models.UUIDField(null=True, blank=True), ID)
    practice = key_or_none(Practice, ID)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)


class _Part(models.Model):
    """What was written or done with an ask, by whom and when."""

    class Meta:
        abstract = True

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)

    ask: models.ForeignKey[Ask, Ask]

    @property
    def org_id(self) -> UUID:
        """Whose ask it belongs to."""
        return self.ask.org_id


class AskWording(_Part):
    """What is asked, as somebody wrote it; the newest counts until it is sent. `lang`: in which language it was
    written first; `texts`: by language `title`, `text` and `smallest`, the smallest change that would do;
    `commitments`: `SA-4d`; `evidence`: citations as they resolved; `owners`: ids of people; `consulted`, `changed`:
    whether survivors were asked, and what changed by it."""

    whole = (
        "ask", "addressee", "addressee_kind", "lang", "texts", "commitments", "evidence", "partners", "owners",
        "consulted", "changed", "by", "at",
    )  # fmt: skip

    ask = key(Ask, ID, models.CASCADE, related_name="wordings")
    addressee = column(models.CharField(max_length=160), _OFFICE)
    addressee_kind = column(models.CharField(max_length=12), _OFFICE)
    lang = column(models.CharField(max_length=12), _SAID)
    texts = column(models.JSONField(default=dict), _SAID)
    commitments = column(models.JSONField(default=list), _SAID)
    evidence = column(models.JSONField(default=list), _SAID)
    partners = column(models.CharField(max_length=300, blank=True), _SAID)
    owners = column(models.JSONField(default=list), _STAFF)
    consulted = column(models.BooleanField(default=False), _SAID)
    changed = column(models.TextField(max_length=1000, blank=True), _SAID)


class AskStep(_Part):
    """That an ask came to a state. `on`: the day on which it happened; `source`: where that stands; `words`: more of
    it, inside; `into`: the ask of which it is a part now, where two were the same."""

    whole = ("ask", "state", "on", "source", "words", "into", "by", "at")

    ask = key(Ask, ID, models.CASCADE, related_name="steps")
    state = column(models.CharField(max_length=14), _CAME)
    on = column(models.DateField(), DAY)
    source = column(models.CharField(max_length=300, blank=True), _CAME)
    words = column(models.TextField(max_length=1000, blank=True), _CAME)
    into = key_or_none(Ask, ID)


class AskFate(_Part):
    """What moved where an ask was adopted. `evidence`: the new provision or observation, as it resolved; `item`: the
    commitment whose place on the board moved; `ours`: what we claim to have done for it, `others`: what others did."""

    whole = ("ask", "evidence", "item", "ours", "others", "by", "at")

    ask = key(Ask, ID, models.CASCADE, related_name="fates")
    evidence = column(models.JSONField(default=list), _CAME)
    item = column(models.CharField(max_length=5, blank=True), _CAME)
    ours = column(models.TextField(max_length=1000, blank=True), _CAME)
    others = column(models.TextField(max_length=1000, blank=True), _CAME)
