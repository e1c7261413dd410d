"""Forms of an organisation's own, such as those of KoboToolbox: which question becomes which field, which choice which
code. Written as a table of four columns (question, choice, field, code); several choices of one answer are parted by
blanks, as these forms do. Attachments and points on a map never come in.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, stated, visible
from fanal.cases.exchange import maps, words
from fanal.cases.exchange.maps import Map
from fanal.cases.exchange.policy import KEEP_MAP
from fanal.cases.models import OwnMap
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.web.api import tables

COLUMNS: Final = ("question", "choice", "field", "code")
PATTERNS: Final = (
    ("_attachments*", "media"), ("*photo*", "media"), ("*picture*", "media"), ("*image*", "media"),
    ("*audio*", "media"), ("*video*", "media"), ("*_url", "media"), ("*geolocation*", "coordinates"),
    ("*geopoint*", "coordinates"), ("*latitude*", "coordinates"), ("*longitude*", "coordinates"),
    ("*altitude*", "coordinates"), ("*precision*", "coordinates"), ("_*", "system"), ("formhub/*", "system"),
    ("meta/*", "system"), ("start", "system"), ("end", "system"), ("deviceid", "system"), ("username", "system"),
)  # fmt: skip
"""What such forms add by themselves."""


def maps_of(actor: Actor) -> list[OwnMap]:
    """The own forms of an organisation."""
    return list(visible(actor, OwnMap.objects.all()).order_by("name", "pk"))


def map_of(row: OwnMap) -> Map:
    """A form as a map. Raises `NotNow` with what is wrong."""
    return parsed(row.name, row.text)


@transaction.atomic
def keep(actor: Actor, name: str, text: str, now: datetime) -> OwnMap:
    """Keep a form, once it is whole. Raises `NotAllowed`, `NotNow`."""
    ask(actor, KEEP_MAP)
    parsed(name, text)
    row = OwnMap(org_id=actor.org, name=name, text=text, made_by_id=actor.person, made_at=now)
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), KEEP_MAP, at=now, items=[stated.whole(row)])
    return row


def parsed(name: str, text: str) -> Map:
    """A map of the table of a form. Raises `NotNow` with every defect."""
    columns: dict[str, dict[str, Any]] = {}
    for question, choice, field, code in _rows(text):
        told = columns.setdefault(question, {})
        if not choice:
            told.update(_column(field, code))
        else:
            told.setdefault("values", {})[choice] = f"{field}:{code}" if field and code else code
    for told in columns.values():
        paths = {said.partition(":")[0] for said in told.get("values", {}).values() if "." in said}
        if not told.keys() & {"to", "propose", "note", "why"}:
            told.update({"to": min(paths)} if paths else {"note": True})
    said: dict[str, Any] = {"schema": maps.SCHEMA, "name": "own", "title": name, "many": " ", "columns": columns}
    said["patterns"] = [{"like": like, "why": why} for like, why in PATTERNS]
    try:
        return maps.read(said)
    except ValueError as why:
        raise NotNow(_("This table has mistakes: %(mistakes)s.") % {"mistakes": why}, "text") from None


def _column(field: str, code: str) -> Mapping[str, Any]:
    """A question without choices: a field, a heading of the note, or why it stays out. `code`: the kind of a contact or
    of a number of a document."""
    if field in words.HEADINGS:
        return {"propose": field}
    if field in words.WHY:
        return {"why": field}
    return {"to": field, **({"kind": code} if code else {})}


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    sheet = tables.read([text])
    if tuple(name.strip().casefold() for name in sheet.heading) != COLUMNS:
        words_ = _("The first row should say: question, choice, field, code.")
        raise NotNow(words_, "text")
    for _number, cells in sheet.rows:
        yield tuple(str(cell).strip() for cell in [*cells, "", "", "", ""][:4])
