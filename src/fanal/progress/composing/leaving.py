"""What left of a document: its files, which open for ever, and what changed since of what they rest on."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import override

from fanal.access.api import NotHere
from fanal.progress.composing import composing, documents, printing
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.printing import Printed
from fanal.progress.models import Document

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


def changed(row: Document, now: datetime) -> list[Printed]:
    """Of the version that left last, the sources that say something else since, or are for everybody no more."""
    last = row.versions.order_by("-number").values_list("number", flat=True).first()
    if last is None:
        return []
    try:
        held = printing.printed(file_of(row, last, "json"))
    except NotHere:
        return []
    with override(row.language):
        about = composing.about(row, now)
        found = [(one, shelf.PRINTS[one.kind](about, one.ref)) for one in held]
    return [one for one, piece in found if piece is None or piece.digest != one.digest]


def evidence_changed(asks: Iterable[UUID], now: datetime) -> set[UUID]:
    """Of these asks, those of which a document that left rests on something that changed since."""
    rows = Document.objects.filter(ask__in=list(asks), versions__isnull=False).distinct().order_by("pk")
    return {row.ask_id for row in rows if row.ask_id is not None and changed(row, now)}
