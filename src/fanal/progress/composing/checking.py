"""What stands against a document's leaving: unbound numbers and articles, what is withdrawn or not for everybody any
more, numbers that give away what was kept back, terms to avoid, what is missing or too long."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import combining
from fanal.progress import wording
from fanal.progress.composing import binding
from fanal.progress.composing.binding import Shows, Unbound
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.blocks.about import About
from fanal.progress.composing.blocks.numbers import cell
from fanal.progress.composing.kinds import LEGAL, Block, Cell, Kind, Mark, Output, Piece, read
from fanal.progress.composing.skeletons import Skeleton, shipped
from fanal.progress.models import Document
from fanal.progress.observations.values import Kind as Says
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words; `block`: at which one, by its number, or none."""

    words: str
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A document with what each block prints, in the language that was active. `pieces`: None where a source is gone;
    `shown`: what numbers and articles can be bound to; `unbound`: by block what is not; by None of the title."""

    row: Document
    about: About
    skeleton: Skeleton
    blocks: tuple[Block, ...]
    pieces: Mapping[int, Piece | None]
    shown: Mapping[int, Shows]
    unbound: Mapping[int | None, Sequence[Unbound]]

    @property
    def is_legal(self) -> bool:
        """Whether a lawyer reads it."""
        return any(one.kind in LEGAL for one in self.blocks)

    def of(self, section: str) -> list[Block]:
        """The blocks of a section."""
        return [one for one in self.blocks if one.section == section]

    @property
    def numbers(self) -> dict[int, int]:
        """The number under which each block that can be looked up is printed, by its own."""
        order = [one.id for code in self.skeleton.codes for one in self.of(code) if one.kind is not Kind.TEXT]
        return {which: number for number, which in enumerate(order, start=1)}


def composed(row: Document, about: About) -> Composed:
    """A document as it is now. Raises ValueError, KeyError where its row was not written by us."""
    blocks = read(row.blocks)
    skeleton = shipped()[Output(row.output)]
    short = skeleton.pages is not None
    pieces = {which: one and one.fitted(short=short) for which, one in shelf.pieces(about, blocks).items()}
    shown = {
        which: binding.shows(one.prints, one.articles, law=one.kind in LEGAL) for which, one in pieces.items() if one
    }
    unbound: dict[int | None, Sequence[Unbound]] = {
        one.id: binding.unbound(one.text, shown) for one in blocks if one.kind is Kind.TEXT
    }
    for words in (row.title, row.addressee):
        unbound[None] = [*unbound.get(None, ()), *binding.untold(words, shown)]
    return Composed(row, about, skeleton, blocks, pieces, shown, unbound)


def faults(made: Composed) -> list[Fault]:
    """Everything that stands against it, in the language of the reader."""
    return [*_missing(made), *_unbound(made), *_sources(made), *_together(made), *_terms(made)]


def _missing(made: Composed) -> Iterator[Fault]:
    spoken = web.spoken()
    for section in made.skeleton.sections:
        if section.needed and not made.of(section.code):
            heading = section.heading.get(spoken, section.heading["en"])
            yield Fault(_("Nothing stands under “%(heading)s” yet.") % {"heading": heading})
    if made.row.output == Output.LETTER and not made.row.addressee:
        yield Fault(_("Write to which office the letter goes."))
    for one in made.blocks:
        if one.kind is Kind.TEXT and not one.text.strip():
            yield Fault(_("This text is empty."), one.id)


def _unbound(made: Composed) -> Iterator[Fault]:
    for which, found in made.unbound.items():
        if found:
            listed = web.listed(dict.fromkeys(f"“{one.token.words}”" for one in found))
            words = _("No block that is named behind shows %(which)s.")
            if which is None:
                words = _("Nothing in the document shows what stands in its title or addressee: %(which)s.")
            yield Fault(words % {"which": listed}, which)
    for one in made.blocks:
        wrong = sorted({number for number in binding.all_cited(one.text) if number not in made.pieces})
        if one.kind is Kind.TEXT and wrong:
            said = _("There is no block %(which)s that could be named.")
            yield Fault(said % {"which": web.listed(f"[{number}]" for number in wrong)}, one.id)


def _sources(made: Composed) -> Iterator[Fault]:
    for which, one in made.pieces.items():
        if one is None:
            yield Fault(_("Its source is not there for everybody any more. Take it out."), which)
        elif one.has(Mark.WITHDRAWN):
            yield Fault(_("It was withdrawn. Take it out."), which)


def _together(made: Composed) -> Iterator[Fault]:
    """Numbers whose difference shows one that was kept back, by the engine of disclosure."""
    tables: dict[tuple[str, ...], list[tuple[int, Cell]]] = defaultdict(list)
    for which, one in made.pieces.items():
        if one and one.cell:
            tables[one.cell.of].append((which, one.cell))
    if not any(len(held) > 1 for held in tables.values()):
        return
    known = [(one, cell(one)) for one in made.about.numbers.values()]
    for table, held in tables.items():
        hidden = [_part(each) for one, each in known if each.of == table and one.kind is Says.SUPPRESSED]
        beside = [_part(each) for _one, each in known if each.of == table]
        shows = combining.shown([_part(each) for _which, each in held], hidden, beside)
        for blocks in dict.fromkeys(made_of for _cell, made_of in shows):
            named = web.listed(f"[{held[at][0]}]" for at in blocks)
            said = _("Together, %(blocks)s show a number that is kept back: too few. Take one of them out.")
            yield Fault(said % {"blocks": named}, held[blocks[0]][0])


def _part(one: Cell) -> combining.Part:
    return combining.Part(one.parts)


def _terms(made: Composed) -> Iterator[Fault]:
    """Terms that are rated "avoid", but in the words of a law."""
    texts: list[tuple[int | None, str]] = [(None, made.row.title)]
    texts += [(one.id, one.text) for one in made.blocks if one.kind is Kind.TEXT]
    for which, one in made.pieces.items():
        said = [words for words, _language in one.quoted] if one and one.kind is Kind.VOICE else []
        texts.append((which, "\n".join([one.own, *said]) if one else ""))
    for place, text in texts:
        if found := wording.avoided(text, made.row.language):
            yield Fault(_("Use other words: %(which)s") % {"which": web.dots(*found)}, place)
