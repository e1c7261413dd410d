"""Count the fact patterns that no state can prosecute, and show some of them as boxes.

The count is of the law that the corpus holds: bounds, as far apart as that law is unknown. Boxes are for members alone,
never for publication: a list of what no state prosecutes is a guide for those who would use it.
"""

import argparse
from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from fanal.engines.commanding import Group, Unusable, progress, say_json
from fanal.engines.jurisdiction.command.common import add_corpus, law_day, load, show
from fanal.engines.jurisdiction.counting.boxes import LIMIT, Certificate, Reason, certificates
from fanal.engines.jurisdiction.counting.closings import Closing
from fanal.engines.jurisdiction.counting.predicates import count_gaps
from fanal.engines.jurisdiction.counting.space import Space
from fanal.engines.jurisdiction.model import Profile

WARNING = (
    "For members alone. A gap is published only after the state was told (embargo of 90 days) or together with its "
    "fix. What follows is computed from drafts of law, is not legal advice, and ranks no state."
)
SENTENCES: Mapping[str, str] = {
    "law.gap.certain.national": "No state can prosecute: {who}",
    "law.gap.certain.foreigner": "No state can prosecute: {who}",
    "law.gap.possible.national": "No route is known, and some law is not known: {who}",
    "law.gap.possible.foreigner": "No route is known, and some law is not known: {who}",
    "law.gap.who": (
        "{nationality}, who {residence}, {conduct} with a child of {low} to {high} ({child}) in {place} between "
        "{first} and {last}, and is found in {presence}"
    ),
    "law.gap.why.no_file": "{state}: its law is not in the library",
    "law.gap.why.silent": "{state}: no route is in its file, and nobody declared the file complete",
    "law.gap.why.no_route": "{state}: no route",
    "law.gap.why.not_known": "{state}: a route that is not known to be open",
    "law.gap.why.barred": "{state}: barred ({offence})",
    "law.gap.why.out_of_reach": "{state}: a route, but {presence} does not give the person up",
    "law.closing.criminalise": "{state} makes the act an offence, and prosecutes it at home",
    "law.closing.extradite_or_prosecute": "{state} gives up or prosecutes whoever is found there",
    "law.closing.drop_double_criminality": "{state} no longer asks whether the place punishes the act",
    "law.closing.nationality_and_residence": "{state} reaches its nationals and residents everywhere",
    "law.closing.none": "no change in one country alone",
}


def add(commands: Group) -> None:
    parser = commands.add_command("gaps", __doc__, run)
    add_corpus(parser)
    parser.add_argument("--as-of", type=law_day, required=True, metavar="DATE", help="the day of the count, YYYY-MM-DD")
    parser.add_argument("--state", metavar="XX", help="show boxes in which this state has a part")
    parser.add_argument("--profile", action="append", metavar="ID", help="this profile only; may be given again")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help=f"show so many boxes, at most {LIMIT}")


def run(args: argparse.Namespace) -> int:
    if not 0 <= args.limit <= LIMIT:
        raise Unusable(f"at most {LIMIT} boxes are shown at a time; write --limit {LIMIT} or less")
    corpus = load(args)
    profiles = _profiles(corpus.profiles, args.profile)
    with progress("asking each law, then counting") as tell:
        space = count_gaps(corpus, profiles, args.as_of, step=tell)
    limit = args.limit or (LIMIT // 4 if args.state else 0)
    boxes: tuple[Certificate, ...] = ()
    if limit:
        try:
            boxes = certificates(space.predicates, corpus, profiles, args.as_of, state=args.state, limit=limit)
        except ValueError as error:
            raise Unusable(f"{error}; write the code of a country, such as DE") from None
    if args.json:
        say_json(as_mapping(space, boxes))
    else:
        _print(space, boxes)
    return 0


def _profiles(known: tuple[Profile, ...], wanted: list[str] | None) -> tuple[Profile, ...]:
    names = [profile.id for profile in known]
    for name in wanted or ():
        if name not in names:
            raise Unusable(f"there is no profile {name}; write one of {', '.join(names)}")
    if not known:
        raise Unusable("the corpus has no profiles; it needs a file with the schema fanal.profiles/1")
    return tuple(profile for profile in known if not wanted or profile.id in wanted)


def as_mapping(space: Space, boxes: tuple[Certificate, ...]) -> dict[str, Any]:
    """The count and the boxes as JSON has them. Numbers are whole and may be above 2⁵³."""
    profiles = {
        name: {"total": total, "lower": lower, "upper": upper}
        for name, (total, lower, upper) in space.by_profile.items()
    }
    return {
        "warning": WARNING,
        "states": len(space.predicates.states),
        "cells": len(space.predicates.cells),
        "total": space.total,
        "lower": space.lower,
        "upper": space.upper,
        "profiles": profiles,
        "bounded": list(space.predicates.bounded),
        "boxes": [_box(box) for box in boxes],
    }


def _box(box: Certificate) -> dict[str, Any]:
    closing = box.closing
    return {
        "text_key": box.text_key,
        "profile": box.cell.profile,
        "ages": list(box.cell.ages),
        "first": str(box.cell.first),
        "last": str(box.cell.last),
        "certain": box.certain,
        "presence": box.presence,
        "national": box.national,
        "punished": box.punished,
        "places": list(box.places),
        "nationalities": list(box.nationalities),
        "residences": list(box.residences),
        "children": list(box.children),
        "patterns": box.patterns,
        "whole": box.whole,
        "example": {name: getattr(box.example, name) for name in box.example.__dataclass_fields__},
        "reasons": [
            {"state": reason.state, "text_key": reason.text_key, "params": dict(reason.params)}
            for reason in box.reasons
        ],
        "closing": closing
        and {"state": closing.state, "atom": closing.atom, "cost": closing.cost, "left": closing.left},
    }


# For readers.


def _print(space: Space, boxes: tuple[Certificate, ...]) -> None:
    show(Text(WARNING, "bold"), Text(f"\n{len(space.predicates.states)} states, {len(space.predicates.cells)} cells"))
    table = Table("Profile", "Patterns", "Gaps at least", "Gaps at most", "Share")
    rows = {**space.by_profile, "all": (space.total, space.lower, space.upper)}
    for name, (total, lower, upper) in rows.items():
        table.add_row(name, f"{total:,}", f"{lower:,}", f"{upper:,}", _share(total, lower, upper))
    for column in table.columns[1:]:
        column.justify = "right"
    show(table)
    if space.predicates.bounded:
        states = ", ".join(space.predicates.bounded)
        show(Text(f"Rules of these states have no exact count and are inside the bounds: {states}."))
    for number, box in enumerate(boxes, 1):
        show(Text(f"\n{number}. {_words(box)}"))
        show(Text("\n".join(_lines(box))))


def _share(total: int, lower: int, upper: int) -> str:
    """Rounded outwards to a tenth of a per cent."""
    least, most = lower * 1000 // total, -(-upper * 1000 // total)
    return f"{least / 10:.1f} % to {most / 10:.1f} %"


def _words(box: Certificate) -> str:
    example, cell = box.example, box.cell
    who = SENTENCES["law.gap.who"].format(
        nationality=f"a national of {example.nationality}" if example.nationality else "a stateless person",
        residence=f"lives in {example.residence}" if example.residence else "lives nowhere",
        conduct=f"does an act of {cell.profile.replace('_', ' ')}",
        low=cell.ages[0],
        high=cell.ages[1],
        child=f"of {example.child}" if example.child else "of no state",
        place=example.place,
        first=cell.first,
        last=cell.last,
        presence=example.presence,
    )
    return SENTENCES[box.text_key].format(who=who)


def _lines(box: Certificate) -> list[str]:
    sets = {
        "places": box.places, "nationalities": box.nationalities, "residences": box.residences,
        "children of": box.children,
    }  # fmt: skip
    lines = [f"   {name}: {_some(group)}" for name, group in sets.items()]
    lines.append(f"   {box.patterns:,} patterns{'' if box.whole else '; some combinations of these are reached'}")
    lines += [f"   {_reason(one)}" for one in box.reasons]
    return [*lines, f"   smallest change: {_closing(box.closing)}"]


def _some(group: tuple[str | None, ...]) -> str:
    names = [one or "none" for one in group]
    return ", ".join(names) if len(names) <= 8 else f"{', '.join(names[:6])} and {len(names) - 6} more"


def _reason(one: Reason) -> str:
    return SENTENCES[one.text_key].format(**one.params)


def _closing(one: Closing | None) -> str:
    if one is None:
        return SENTENCES["law.closing.none"]
    words = SENTENCES[f"law.closing.{one.atom}"].format(state=one.state)
    return f"{words} (cost {one.cost}; {'closes all of it' if not one.left else f'leaves {one.left:,}'})"
