"""What left of a document: its files, which open for ever, and what changed since of what they rest on."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, visible
from fanal.network.contracts import Actor
from fanal.progress.composing import composing, documents, printing
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.kinds import Piece
from fanal.progress.models import Document
from fanal.web import api as web

KINDS = ("html", "pdf", "json")


def file_of(row: Document, number: int, kind: str) -> bytes:
    """A file as it left. Raises `NotHere` where it is not there, or is not the one that the journal names."""
    one = row.versions.filter(number=number).first()
    if one is None or kind not in KINDS or not documents.is_believed(row):
        raise NotHere
    content = bytes({"html": one.html, "pdf": one.pdf, "json": one.sources}[kind])
    if hashlib.sha256(content).hexdigest() != one.digests.get(kind):
        raise NotHere
    return content


@dataclass(frozen=True, slots=True)
class Changed:
    """A source of a document that left, of which something else is known since. `number`: under which it was printed;
    `how`: what, in the active language."""

    number: int
    title: str
    how: str


def changed(row: Document, now: datetime) -> list[Changed]:
    """Of the version that left last, the sources that say something else since, or are for everybody no more."""
    last = row.versions.order_by("-number").values_list("number", flat=True).first()
    if last is None:
        return []
    try:
        held = printing.printed(file_of(row, last, "json"))
    except NotHere:
        return []
    about = composing.about(row, now)
    found = [(one, shelf.PRINTS[one.kind](about, one.ref)) for one in held]
    return [
        Changed(one.number, one.title, _how(piece, one.marks))
        for one, piece in found
        if piece is None or piece.digest != one.digest
    ]


def _how(piece: Piece | None, before: Collection[str]) -> str:
    """What a mark says that did not stand beside it, or else that it says something else."""
    if piece is None:
        return _("It is not there for everybody any more.")
    new = [words for mark, words in piece.marks if mark not in before]
    return web.apart(new) or _("It says something else now.")


def of_ask(actor: Actor, ask: UUID, now: datetime) -> list[tuple[Document, list[Changed]]]:
    """The documents of an ask, each with what changed since it left: also what is written anew meanwhile."""
    rows = visible(actor, Document.objects.filter(ask=ask)).order_by("made_at", "pk")
    return [(row, changed(row, now)) for row in rows]
