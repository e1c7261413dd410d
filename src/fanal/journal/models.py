"""One table: the entries of all chains."""

from django.db import models

from fanal.journal.contracts import ActorKind
from fanal.vault import Declared, Public
from fanal.vocabulary.ids import new_id


class Entry(models.Model):
    """One deed in one chain. Never changed, never deleted before its record's time; entries hold no content, only
    hashes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.UUIDField()
    seq = models.PositiveIntegerField()
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    actor_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor = models.UUIDField(null=True, blank=True)
    org = models.UUIDField(null=True, blank=True)
    deed = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()
    items = models.JSONField(default=list)
    signer = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    code = models.BinaryField(max_length=32, default=bytes)

    declared = Declared(
        id=Public("S1", "identifier"),
        record=Public("S1", "which chain"),
        seq=Public("S1", "place in the chain"),
        prev=Public("S1", "hash of the entry before"),
        hash=Public("S1", "hash of this entry"),
        actor_kind=Public("S1", "person, reporter or system"),
        actor=Public("S1", "who answers for the deed"),
        org=Public("S1", "whose journal it is"),
        deed=Public("S1", "what was done, as a code"),
        purpose=Public("S1", "why, as a code"),
        at=Public("S1", "when; the day only for a reporter's deed"),
        items=Public("S1", "hashes of the ciphertexts written, each with a hash of its column and row"),
        signer=Public("S1", "public key that verifies the entry"),
        signature=Public("S1", "signature over the hash"),
        code=Public("S1", "code of the installation over the hash: the program let the deed through"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "seq"], name="journal_one_chain")]
        indexes = [models.Index(fields=["org", "at"], name="journal_org_at")]
        ordering = ["record", "seq"]
