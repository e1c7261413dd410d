"""The signed proof that a member received a concern: a line that the member can be held to
(docs/concerns-public.md, "Decisions").

It says the day and the hash of the journal entry that took the concern in. That entry holds the hashes of all sealed
parts, so nobody can later exchange what was told, and the proof itself says nothing of it. The installation signs; the
organisation has signed the installation's key. Whoever holds both public keys can check it without Fanal's database.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fanal import vault
from fanal.network.api import keyfile

PURPOSE = "proof"
_HEAD = "Proof 1"


class BadProof(ValueError):
    """The text is not a proof, or its signature does not fit."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was signed: which organisation received something on which day, and the hash (32 bytes) of its entry."""

    org: UUID
    day: date
    entry: bytes

    def statement(self) -> bytes:
        return vault.canonical({"org": str(self.org), "day": self.day.isoformat(), "entry": self.entry.hex()})


def make(proof: Proof) -> str:
    """The proof as five short lines of text. The same proof is always the same text."""
    signer = keyfile.keyfile().signing.signer()
    signature = signer.sign(PURPOSE, proof.statement())
    parts = (str(proof.org), proof.day.isoformat(), proof.entry.hex(), _written(signature))
    return "\n".join((_HEAD, *parts))


def check(text: str, installation: bytes) -> Proof:
    """The proof in a text, if the installation with this public key (32 bytes) signed it. Raises `BadProof`."""
    lines = [line.strip() for line in text.strip().splitlines()]
    try:
        head, org, day, entry, signature = lines
        proof = Proof(UUID(org), date.fromisoformat(day), bytes.fromhex(entry))
        signed = base64.urlsafe_b64decode(signature)
    except (ValueError, binascii.Error):
        raise BadProof("this is not a proof") from None
    if head != _HEAD or not vault.verify(installation, PURPOSE, proof.statement(), signed):
        raise BadProof("the signature does not fit")
    return proof


def installation_key() -> bytes:
    """The public key that checks proofs of this installation: 32 bytes."""
    return keyfile.keyfile().signing.signer().public


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
