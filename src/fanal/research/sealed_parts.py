"""What organisations seal to each other's counting teams for one plan or run, and how it is gone again.

Sealing needs public keys only, checked against the pinned identity; opening needs the ring in an open session. What a
part is sealed for is bound to plan or run, kind, sender and recipient, so that none passes for another.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow
from fanal.network.api import erasure, rings
from fanal.network.contracts import Actor, RingKind
from fanal.research.models import SealedPart


def put(about: UUID, kind: str, sender: UUID, recipient: UUID, data: bytes, now: datetime) -> SealedPart:
    """Seal bytes to the counting team of an organisation. Raises `NetworkError` where it has none, or its key is not
    signed."""
    ring = rings.principal(recipient, RingKind.STATISTICS)
    part = SealedPart(about=about, kind=kind, sender_id=sender, recipient_id=recipient, made_on=now.date())
    part.ring_version = ring.version
    part.sealed = vault.seal_to(ring.public, purpose_of(part), data)
    part.save(force_insert=True)
    return part


def take(actor: Actor, part: SealedPart) -> bytes:
    """Open a part that is sealed to the actor's own organisation. Raises `NotNow` without its ring, or where the bytes
    are not what was sealed."""
    team = rings.principal(actor.org, RingKind.STATISTICS).id
    try:
        if part.recipient_id != actor.org:
            raise vault.NotGranted
        seed = actor.keyring.seed_of("ring", team, part.ring_version)
    except vault.NotGranted:
        raise NotNow(_("This opens for the counting team only: managers and analysts.")) from None
    try:
        return vault.open_sealed(seed, purpose_of(part), bytes(part.sealed))
    except vault.CannotOpen:
        raise NotNow(_("What was sent cannot be opened: it is not what was sealed. Stop, and ask for help.")) from None


def purpose_of(part: SealedPart) -> str:
    """What a part is bound to."""
    return f"research/{part.kind}/{part.about}/{part.sender_id}/{part.recipient_id}"


def scrub() -> None:
    """Have the database forget the bytes of parts that are gone. Call it once the transaction is over."""
    erasure.scrub("research_sealedpart", "research_study")
