"""The page of one state: what its law does already, what is not known, what binds it, its replies and provisions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import (
    MUST,
    Binding,
    Item,
    ItemResult,
    ItemState,
    Law,
    OffenceText,
    Provision,
    Reservation,
    RuleText,
    Score,
    TreatyStatus,
    binding_for,
    standards,
)
from fanal.justice.gaps import reforms
from fanal.justice.gaps import words as gap_words
from fanal.justice.law import codes, items, ladder, library, places, replies, results, sources
from fanal.justice.law import words as law_words
from fanal.justice.law.declared import Stands
from fanal.justice.law.ladder import Item as LawItem
from fanal.justice.law.ladder import ItemKind
from fanal.justice.law.places import address
from fanal.justice.law.results import Table
from fanal.justice.models import Reply
from fanal.justice.public import plainly
from fanal.justice.public.frame import Visit, draw_kept, page
from fanal.justice.public.treaties import anchor
from fanal.vocabulary.countries import is_country
from fanal.web import api as web
from fanal.web.api import day_words, listed

_ORDER = (
    ItemState.YES, ItemState.PARTIAL, ItemState.NO, ItemState.NO_DATA, ItemState.NOT_ASSESSED,
    ItemState.NOT_APPLICABLE,
)  # fmt: skip
_OTHERS = 6  # how many others that do it are named


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the page shows it."""

    item: Item
    title: str
    result: ItemResult
    refs: tuple[tuple[str, str], ...]
    binds: str
    reservations: tuple[Reservation, ...]
    others: tuple[tuple[str, str], ...]
    reply: Reply | None
    tests: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of items with its counts."""

    code: str
    title: str
    score: Score
    lines: tuple[Line, ...]

    @property
    def numbers(self) -> dict[str, int]:
        return {name: getattr(self.score, name) for name in ("yes", "partial", "no", "unknown")}


@dataclass(frozen=True, slots=True)
class Treaty:
    """One treaty as it stands for the state."""

    name: str
    url: str
    status: str
    since: str
    year_only: bool
    reservations: tuple[Reservation, ...]
    read: bool
    source: str


@page
def state(visit: Visit, code: str) -> HttpResponse:
    """A state of the world, or a part of one that has a law of its own; 404 for any other code."""
    law = visit.law.laws.get(code)
    if law is None and not is_country(code):
        raise Http404
    name = law_words.law_name(law) if law else law_words.state_name(code)
    said, proposed = replies.of_state(code.partition("-")[0]), tuple(reforms.published(code))
    complete, does = tuple(_complete(visit, code)), results.there(visit.law, visit.on)

    def make() -> dict[str, Any]:
        return {
            "law": law,
            "replies": said,
            "reforms": [(reform, [gap_words.atom(*atom) for atom in reform.atoms]) for reform in proposed],
            "complete": complete,
            "front": web.elsewhere("board:country", code) if is_country(code) else "",
            **_of_law(visit, code, law),
            **_assessed(visit, code, law, said, does),
        }

    replied = tuple((one.item, one.office, one.words, one.on) for one in said)
    title = _("%(name)s: law") % {"name": name}
    return draw_kept(
        visit, "state", make, replied, proposed, complete, frozenset(does), title=title, code=code, name=name
    )


def _of_law(visit: Visit, code: str, law: Law | None) -> dict[str, Any]:
    """What the page says of the law itself, and of what binds the state."""
    bound = {"treaties": list(_treaties(visit, code.partition("-")[0]))}
    if law is None:
        return bound | {"parts": _linked(visit.law.parts(code))}
    return bound | {
        "own": law_words.own_name(law),
        "told": plainly.told(visit.law, law, visit.on),
        "provisions": list(_provisions(visit, law)),
        "not_entered": [(left.art, codes.listed(left.covers), left.why) for left in law.not_entered],
        "sources": list(law.sources.values()),
    }


def _assessed(visit: Visit, code: str, law: Law | None, said: list[Reply], does: Table) -> dict[str, Any]:
    """What it says of the items of the checklist."""
    found = results.of_state(visit.law, code, visit.on)
    held = (result for result in found if result.state is ItemState.YES)
    return {
        "whole": standards.score(results.counted(found)),
        "groups": _groups(visit, code, law, found, said, does),
        "does": [(items.code_of(result.item), items.title(result.item)) for result in held],
    }


def _complete(visit: Visit, code: str) -> Iterator[tuple[str, str, str]]:
    """For what two lawyers declared the law complete: the conduct, its days, who says so until when."""
    for one, stands in library.declarations(visit.now).get(code, ()):
        if stands is Stands.IN_FORCE:
            words = _("Declared by %(first)s and %(second)s; holds until %(until)s.")
            given = {"first": one.row.declared_as, "second": one.row.confirmed_as}
            yield (
                str(codes.CONDUCTS[one.row.conduct]),
                law_words.stretch(one.row.first, one.row.last),
                words % {**given, "until": day_words(one.row.valid_until)},
            )


def _groups(
    visit: Visit, code: str, law: Law | None, found: tuple[ItemResult, ...], said: list[Reply], does: Table
) -> list[Group]:
    made = {result.item: _line(visit, code, law, result, said, does) for result in found}
    scores = results.scores(found)
    grouped = []
    for group, score in scores.items():
        held = [line for line in made.values() if line.result.group == group]
        lines = sorted(held, key=lambda line: _ORDER.index(line.result.state))
        grouped.append(Group(group, items.group(group), score, tuple(lines)))
    return grouped


def _line(visit: Visit, code: str, law: Law | None, result: ItemResult, said: list[Reply], does: Table) -> Line:
    held = standards.shipped()
    item = held.items[result.item]
    binds = binding_for(visit.law, held, code, item.id, visit.on)
    return Line(
        item,
        items.title(item.id),
        result,
        places.links(law, result.provisions) if law else (),
        _binds(binds),
        tuple(dict.fromkeys(row for obligation in binds.obligations
                            for row in (*obligation.kept_out, *obligation.narrowed))),
        _others(visit, code, result, does),
        next((reply for reply in said if reply.item == item.code), None),
        tuple((law_words.test_words(test), str(codes.TRUTHS[test.value.truth.name])) for test in result.tests),
    )  # fmt: skip


def _binds(binding: Binding) -> str:
    if binding.force == MUST:
        treaties = [one.place for one in binding.obligations if one.value.is_true and one.place.force == "M"]
        names = dict.fromkeys(
            f"{codes.TREATIES.get(place.instrument, place.instrument)} {place.article}" for place in treaties
        )
        return _("The state must: %(articles)s") % {"articles": listed(names)}
    if binding.value.is_unknown:
        return _("Whether the state must is not known")
    return _("A reference; nothing that was read obliges the state")


def _others(visit: Visit, code: str, result: ItemResult, held: Table) -> tuple[tuple[str, str], ...]:
    """States whose law does what this one does not do wholly: the next step that others took. Of those that are
    assessed already: nobody waits here for the laws of others."""
    if result.state not in {ItemState.NO, ItemState.PARTIAL}:
        return ()
    does = [one for one, briefs in held.items() if one != code and briefs[result.item].state is ItemState.YES]
    return tuple(_linked(visit.law.laws[one] for one in does[:_OTHERS]))


def _linked(laws: Iterable[Law]) -> list[tuple[str, str]]:
    """Laws by name with the addresses of their pages."""
    return [(law_words.law_name(law), address("state", law.jurisdiction)) for law in laws]


def _treaties(visit: Visit, code: str) -> Iterator[Treaty]:
    rows = {row.treaty: row for row in visit.law.treaties if row.state == code}
    for treaty, name in codes.TREATIES.items():
        row = rows.get(treaty)
        kept = tuple(
            reservation
            for reservation in visit.law.reservations
            if (reservation.state, reservation.treaty) == (code, treaty)
        )
        url = anchor(treaty, "")
        if row is None:
            yield Treaty(
                str(name), url, _("nobody has looked"), "", year_only=False, reservations=kept, read=False, source=""
            )
        else:
            yield _treaty(row, str(name), url, kept)


def _treaty(row: TreatyStatus, name: str, url: str, kept: tuple[Reservation, ...]) -> Treaty:
    since = law_words.edge_words(row.in_force) if row.in_force else ""
    status = str(codes.TREATY_STATES[row.status])
    source = sources.title(row.source)
    return Treaty(name, url, status, since, row.year_only, kept, row.reservations_read, source)


def _about(item: LawItem) -> str:
    """The conduct, or why the state may act: several provisions may rest on one article."""
    text = item.thing.versions[-1].text if isinstance(item.thing, Provision) else None
    match text:
        case OffenceText():
            return codes.listed(text.covers)
        case RuleText():
            return law_words.basis(text.basis)
    return ""


def _provisions(visit: Visit, law: Law) -> Iterator[tuple[ItemKind, list[tuple[str, str, str, str]]]]:
    """All that the file holds, by kind: article, what it is about, address, how far its review is."""
    whole = list(ladder.items(law))
    for kind in ItemKind:
        held = [
            (
                places.heading(law, item),
                _about(item),
                address("provision", law.jurisdiction, item.id),
                law_words.status_words(item.review, visit.on),
            )
            for item in whole
            if item.kind is kind
        ]
        if held:
            yield kind, held
