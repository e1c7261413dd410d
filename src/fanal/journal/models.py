"""One table: the entries of all chains."""

from django.db import models

from fanal.columns import ID, column
from fanal.journal.contracts import ActorKind
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class Entry(models.Model):
    """One deed in one chain. Never changed, never deleted before its record's time; entries hold no content, only
    hashes."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    record = column(models.UUIDField(), Public("S1", "which chain"))
    seq = column(models.PositiveIntegerField(), Public("S1", "place in the chain"))
    prev = column(models.BinaryField(max_length=32), Public("S1", "hash of the entry before"))
    hash = column(models.BinaryField(max_length=32), Public("S1", "hash of this entry"))
    actor_kind = column(
        models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ActorKind]),
        Public("S1", "person, reporter or system"),
    )
    actor = column(models.UUIDField(null=True, blank=True), Public("S1", "who answers for the deed"))
    org = column(models.UUIDField(null=True, blank=True), Public("S1", "whose journal it is"))
    deed = column(models.CharField(max_length=60), Public("S1", "what was done, as a code"))
    purpose = column(models.CharField(max_length=40), Public("S1", "why, as a code"))
    at = column(models.DateTimeField(), Public("S1", "when; the day only for a reporter's deed"))
    items = column(
        models.JSONField(default=list),
        Public("S1", "hashes of the ciphertexts written, each with a hash of its column and row"),
    )
    signer = column(models.BinaryField(max_length=32), Public("S1", "public key that verifies the entry"))
    signature = column(models.BinaryField(max_length=64), Public("S1", "signature over the hash"))
    code = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "code of the installation over the hash: the program let the deed through"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "seq"], name="journal_one_chain")]
        indexes = [models.Index(fields=["org", "at"], name="journal_org_at")]
        ordering = ["record", "seq"]
