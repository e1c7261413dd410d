"""Compare two versions of the law: what lost a route, what gained one, and by which provisions.

Each of the two is a folder, a file, or the version of a corpus that --store keeps. Every jurisdiction that differs is
asked in all its cells: who is tied to it and when, which offence, how old the child, whether the place punishes. Codes:
0 nothing was lost, 1 something was, 2 the input cannot be used. Drafts of law are compared, not the law of the world.
"""

import argparse
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from fanal.engines.commanding import Group, Unusable, folder, progress, say, say_json
from fanal.engines.jurisdiction.cases import sentences
from fanal.engines.jurisdiction.command.common import add_corpus, law_day, show
from fanal.engines.jurisdiction.comparing.diff import CellChange, DiffKind, changed_jurisdictions, law_diff, untested
from fanal.engines.jurisdiction.comparing.diff_lines import EITHER_CHILD, Line, lines
from fanal.engines.jurisdiction.counting.patterns import seen_on
from fanal.engines.jurisdiction.files.canonical import open_version
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import Corpus

_VERSION = re.compile("[0-9a-f]{64}")
WHO: Mapping[str, str] = {
    "anyone": "anyone",
    "whoever": "anybody, whatever their ties",
    "act_in_the_state": "act done in the state",
    "act_aboard": "act aboard a ship of the state",
    "child_national": "child a national",
    "child_resident": "child a resident",
    EITHER_CHILD: "child a national or resident",
    "suspect_national": "suspect a national",
    "suspect_became_national": "suspect became a national after the act",
    "suspect_resident_at_act": "suspect resident at the act",
    "suspect_became_resident": "suspect became a resident after the act",
    "foreigner_present": "foreigner found in the state",
}
PLACES: Mapping[str, str] = {
    "yes": "place punishes", "no": "place does not punish", "no_state": "outside any state", "any": "any place", "": "",
}  # fmt: skip
EXTRADITION: Mapping[str, str] = {
    "": "", "refused": "extradition refused", "not_possible": "extradition not possible",
}  # fmt: skip
PARTS: Mapping[str, str] = {
    "gone": "the offence is gone",
    "link": "the link is not established",
    "elements": "not made out",
    "time": "time-barred",
    "not_listed": "not listed",
    "threshold": "penalty below the threshold",
    "double_criminality": "double criminality",
    "condition": "a decision is needed",
}


def add(commands: Group) -> None:
    parser = commands.add_command("diff", __doc__, run)
    add_corpus(parser, kept=False)
    parser.add_argument("before", metavar="A", help="the earlier law: folder, file or version")
    parser.add_argument("after", metavar="B", help="the later law")
    words = "the day from which both are seen; by default the last on which each law, or a text of it, was read"
    parser.add_argument("--as-of", type=law_day, metavar="DATE", help=words)
    parser.add_argument("--by", choices=("offence", "conduct"), default="offence", help="what is compared with what")
    parser.add_argument("--all", action="store_true", help="show also what stayed as it was")
    parser.add_argument("--store", type=folder, metavar="DIR", help="folder that keeps compiled corpora by version")


def run(args: argparse.Namespace) -> int:
    before, after = (opened(name, args.store) for name in (args.before, args.after))
    try:
        seen = {code: _seen_on(before, after, code, args.as_of) for code in changed_jurisdictions(before, after)}
        with progress("comparing") as tell:
            cells = law_diff(before, after, args.as_of, by=args.by, step=tell)
    except ValueError as error:
        raise Unusable(str(error)) from None
    shown = [line for line in lines(cells) if args.all or line.kind is not DiffKind.NONE]
    other = untested(before, after)
    if args.json:
        say_json(as_mapping(shown, other, seen, (before, after)))
    else:
        show_lines(shown)
        for code, what in other:
            say(f"{code}: {what} changed too, and is in no line.")
        for code, days in seen.items():
            say(f"{code}: seen as of {', '.join(days)}.")
        say(summary(shown))
        show(Text(sentences.NOTICE, "italic"))
    return int(any(line.kind is DiffKind.LOST for line in shown))


def opened(name: str, store: Path | None) -> Corpus:
    """The corpus of a folder or file, or one that is kept under its version."""
    path = Path(name)
    if path.exists():
        with progress(f"Reading {name}") as tell:
            return load_corpus(path, tell=tell)
    if store is not None and _VERSION.fullmatch(name):
        return open_version(store, name)
    raise Unusable(f"{name} is no folder or file; a version of the corpus needs --store, the folder that keeps it")


def _seen_on(before: Corpus, after: Corpus, code: str, as_of: date | None) -> list[str]:
    return [day.isoformat() for day in ([as_of] if as_of else seen_on(before.laws.get(code), after.laws.get(code)))]


def as_mapping(
    found: list[Line], other: list[tuple[str, str]], seen: Mapping[str, list[str]], corpora: tuple[Corpus, Corpus]
) -> dict[str, Any]:
    return {
        "as_of": dict(seen),
        "before": corpora[0].version,
        "after": corpora[1].version,
        "lines": [_line(line) for line in found],
        "untested": [{"jurisdiction": code, "what": what} for code, what in other],
        "notice": sentences.NOTICE,
    }


def _line(line: Line) -> dict[str, Any]:
    cell = line.cell
    return {
        "jurisdiction": cell.jurisdiction,
        "who": cell.who,
        "subjects": list(line.subjects),
        "place_punishes": cell.place,
        "extradition": cell.extradition,
        "ages": cell.ages and list(cell.ages),
        "facts": None if cell.facts is None else [list(fact) for fact in cell.facts],
        "first": cell.first and cell.first.isoformat(),
        "last": cell.last and cell.last.isoformat(),
        "before": cell.before,
        "after": cell.after,
        "change": str(cell.kind),
        "rules_before": list(cell.rules_before),
        "rules_after": list(cell.rules_after),
        "offences": list(cell.offences),
        "blocked": [
            {"offence": block.offence, "rule": block.rule, "part": block.part, "is": block.worth}
            for block in cell.blocked
        ],
        "notes": list(cell.notes),
    }


def summary(found: list[Line]) -> str:
    counted = {kind: sum(line.kind is kind for line in found) for kind in DiffKind}
    shown = [f"{count} {kind}" for kind, count in counted.items() if count and kind is not DiffKind.NONE]
    return f"Lines: {', '.join(shown)}." if shown else "No route was lost or gained."


def show_lines(changes: list[Line]) -> None:
    table = Table("Change", "Law", "Who", "What", "Where and when", "Before", "After", "Why and notes")
    for line in changes:
        cell = line.cell
        where = [PLACES[cell.place], EXTRADITION[cell.extradition], *_narrowed(cell)]
        why = [f"{_provision(block.offence, block.rule)}: {PARTS[block.part]}" for block in _by_rule(cell)]
        table.add_row(
            Text(str(cell.kind), "bold"), cell.jurisdiction, _who(cell.who), " ".join(line.subjects),
            "; ".join(part for part in where if part), _side(cell.before, cell.rules_before),
            _side(cell.after, cell.rules_after), "; ".join([*why, *cell.notes]),
        )  # fmt: skip
    if changes:
        show(table)


def _by_rule(cell: CellChange) -> list[Any]:
    """Each rule and part once, whatever the offence."""
    return list({(one.rule, one.part): one for one in cell.blocked}.values())


def _provision(offence: str, rule: str) -> str:
    return rule or offence


def _who(name: str) -> str:
    return WHO.get(name) or " and ".join(WHO.get(one, one.replace("_", " ")) for one in name.split("+"))


def _side(worth: str, rules: tuple[str, ...]) -> str:
    words = {"condition": "if somebody decides so"}.get(worth, worth)
    return f"{words} ({' '.join(rules)})" if rules else words


def _narrowed(cell: CellChange) -> list[str]:
    told = [f"age {cell.ages[0]} to {cell.ages[1]}"] if cell.ages else []
    told += [f"{name} {value}" if isinstance(value, str) else name for name, value in cell.facts or ()]
    told += ["no further facts"] if cell.facts == () else []
    if cell.first or cell.last:
        told.append(f"acts {cell.first or '..'} to {cell.last or '..'}")
    return told
