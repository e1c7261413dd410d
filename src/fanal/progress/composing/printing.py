"""A document as it leaves: the pages for people, and the list of its sources for programs. The same document on the
same day gives the same bytes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from fanal.network import api as network
from fanal.progress.composing import binding
from fanal.progress.composing.checking import Composed
from fanal.progress.composing.kinds import Block, Kind, Output, Piece
from fanal.progress.composing.words import KINDS, OUTPUTS
from fanal.web import api as web
from fanal.web.api import papers

SCHEMA: Final = "fanal.progress.sources/1"


def memo(made: Composed, number: int, on: date) -> papers.Memo:
    """The pages, in the language of the document. `number`: which version it is."""
    row = made.row
    with override(row.language):
        org, given = network.org(row.org_id).name, {"day": web.day_words(on), "number": web.digits(number)}
        return papers.Memo(
            row.title, web.dots(str(OUTPUTS[Output(row.output)]), made.about.name), [*_parts(made, org)],
            _(
                "Put together from what everybody may read, as it was on %(day)s. A number in brackets leads to the "
                "list of sources."
            )
            % given,
            web.dots(org, _("version %(number)s") % given, web.day_words(on)), row.language,
        )  # fmt: skip


def _parts(made: Composed, org: str) -> Iterator[papers.Part]:
    row, numbers = made.row, made.numbers
    if head := _head(made):
        yield papers.Part("", said=head)
    for section in made.skeleton.sections:
        blocks = made.of(section.code)
        if not blocks:
            continue
        yield papers.Part(section.heading[row.language])
        for one in blocks:
            yield from _printed(one, made.pieces.get(one.id), numbers)
    if made.pieces:
        told = sorted((numbers[which], one) for which, one in made.pieces.items() if one)
        yield papers.Part(_("Sources"), points=[_source(one) for _number, one in told], numbered=True)
    yield papers.Part(_("Who says this"), said=[org])


def _head(made: Composed) -> list[str]:
    row = made.row
    lines = [_("To %(office)s") % {"office": row.addressee}] if row.addressee else []
    if row.answer_by:
        lines.append(_("We ask for an answer until %(day)s.") % {"day": web.day_words(row.answer_by)})
    return lines


def _printed(block: Block, piece: Piece | None, numbers: dict[int, int]) -> Iterator[papers.Part]:
    if block.kind is Kind.TEXT:
        lines = [line for line in binding.renumbered(block.text, numbers).splitlines() if line.strip()]
        yield papers.Part("", said=lines)
    elif piece is not None:
        marks = [_("Note: %(mark)s") % {"mark": words} for _mark, words in piece.marks]
        yield papers.Part(
            f"{piece.title} [{numbers[block.id]}]", said=[*piece.said, *marks], quoted=piece.quoted,
            points=piece.points, level=3,
        )  # fmt: skip


def _source(piece: Piece) -> str:
    one = piece.source
    on = web.day_words(date.fromisoformat(one.on)) if one.on else ""
    parts = dict.fromkeys((str(KINDS[piece.kind]), one.title, one.publisher, on, one.licence, one.address))
    return web.apart(part for part in parts if part)


def sources(made: Composed, number: int, on: date) -> bytes:
    """The list of sources (`fanal.progress.sources/1`), of each block what it shows and a hash of what it said."""
    row, numbers = made.row, made.numbers
    held = [
        {
            "number": numbers[which], "block": which, "kind": one.kind.value, "ref": one.ref, "title": one.title,
            "source": {
                "title": one.source.title, "publisher": one.source.publisher, "address": one.source.address,
                "licence": one.source.licence, "date": one.source.on,
            },
            "marks": [mark.value for mark, _words in one.marks], "sha256": one.digest,
        }
        for which, one in made.pieces.items()
        if one
    ]  # fmt: skip
    document: dict[str, Any] = {
        "schema": SCHEMA, "licence": papers.CC_BY, "document": str(row.pk), "output": row.output,
        "country": row.country,
        "language": row.language, "title": row.title, "version": number, "made_on": on.isoformat(),
        "skeleton": {"version": made.skeleton.version, "source": made.skeleton.source},
        "sources": sorted(held, key=lambda one: int(one["number"])),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def files(made: Composed, number: int, on: date) -> dict[str, bytes]:
    """The three files of a document, by their endings. Raises `NoFont`."""
    told = memo(made, number, on)
    pages = {form.value: papers.made(told, form) for form in (papers.Form.HTML, papers.Form.PDF)}
    return {**pages, "json": sources(made, number, on)}


@dataclass(frozen=True, slots=True)
class Printed:
    """A source as a list that left has it. `number`: under which it was printed; `marks`: that stood beside it."""

    number: int
    kind: Kind
    ref: str
    title: str
    digest: str
    marks: tuple[str, ...]


def printed(packed: bytes) -> list[Printed]:
    """The sources of a list that left. Reads every version of the format that ever did. Raises ValueError, KeyError."""
    told = json.loads(packed)
    if told["schema"] != SCHEMA:
        raise ValueError("no list of sources")
    return [
        Printed(one["number"], Kind(one["kind"]), one["ref"], one["title"], one["sha256"], tuple(one["marks"]))
        for one in told["sources"]
    ]
