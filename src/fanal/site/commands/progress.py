"""Progress: check what somebody wrote of indicators and of how they are reckoned; read series in.

`fanal progress check [FOLDER]` names all that is wrong with the indicators and formulas of a folder, with file, line
and key; by default with those that ship. `fanal progress import FILE --map MAP` says what a table would come to, and
with `--keep` keeps it for two people of the desk: the first proposes its values, the second confirms them. One row that
cannot be kept, and nothing is. Without `--map`, FILE is a signed release of somebody else (a folder or ZIP file): its
signature must be of an organisation that this site knows. docs/progress-data.md has the formats.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanal.engines.commanding import Group, Unusable, refused

if TYPE_CHECKING:
    from fanal.progress.series.reports import Report


_KEPT = "Kept: somebody of the desk proposes it, a second person confirms it."
_NOT_KEPT = "Nothing was kept."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = Group(parser, "Exit codes: 0 nothing is wrong, 1 something is, 2 the input cannot be used.")
    check = commands.add_command("check", "name all that is wrong with indicators and formulas", _check)
    check.add_argument("folder", type=Path, nargs="?", help="has indicators.csv and formulas; default: what ships")
    read = commands.add_command("import", "look at a series or a release, and keep it for two people", _import)
    read.add_argument("file", type=Path, help="the table: CSV, in UTF-8, with a heading; or a release")
    read.add_argument("--map", type=Path, help="which column is what, where the series comes from; none of a release")
    read.add_argument("--keep", action="store_true", help="keep its values; default: look only")


def run(args: argparse.Namespace) -> int:
    return int(args.carry_out(args))


def _check(args: argparse.Namespace) -> int:
    from fanal.progress.catalogue import catalogue
    from fanal.vocabulary.files import Defective

    with refused("progress check") as stop:
        counts, lines = {"indicators": 0, "formulas": 0}, list[str]()
        try:
            found = catalogue.read(args.folder or catalogue.CONTENT)
            counts = {"indicators": len(found.indicators), "formulas": sum(map(len, found.formulas.values()))}
        except Defective as error:
            lines = [str(defect) for defect in error.defects]
        said = ", ".join(f"{number} {name}" for name, number in counts.items())
        if args.json:
            print(json.dumps({**counts, "defects": lines}, ensure_ascii=False))
        else:
            print("\n".join([*lines, f"{said}, {len(lines)} defects"]))
        stop.code = 1 if lines else 0
    return stop.code


def _import(args: argparse.Namespace) -> int:
    from fanal.site.commands import start_site
    from fanal.vocabulary.files import Defective

    with refused("progress import", Defective, ValueError) as stop:
        start_site()
        if args.map is None:
            told = _release(args.file, keep=args.keep)
            print(json.dumps(told, ensure_ascii=False) if args.json else "\n".join(_said(told)))
            return 0
        report, kept = _read(args.file, args.map, keep=args.keep)
        if args.json:
            print(json.dumps({"kept": kept, **asdict(report)}, ensure_ascii=False))
        else:
            print("\n".join(_told(report, kept)))
        stop.code = 1 if report.refused else 0
    return stop.code


def _release(file: Path, *, keep: bool) -> dict[str, Any]:
    """What a release came to: whose it is, and of which indicators it has values."""
    from django.utils import timezone

    from fanal.progress.releases import taking
    from fanal.vocabulary.results import NotDone

    try:
        found, rows = taking.by_file(file, timezone.now(), keep=keep)
    except NotDone as why:
        raise Unusable(why.words) from None
    about = {name: found.about[name] for name in ("id", "title", "publisher", "published_on")}
    return {"kept": keep, **about, "values": {row.indicator: row.rows for row in rows if row.indicator}}


def _said(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['id']}: {told['title']} ({told['publisher']}, {told['published_on']})"
    values = ", ".join(f"{name} {number}" for name, number in told["values"].items())
    yield f"values of indicators: {values or 'none; it can be cited'}"
    yield _KEPT if told["kept"] else _NOT_KEPT


def _read(file: Path, mapping: Path, *, keep: bool) -> tuple[Report, bool]:
    """What a table came to, and whether it is kept."""
    from django.utils import timezone

    from fanal.progress.series import importing
    from fanal.vocabulary.results import NotDone

    now, text = timezone.now(), mapping.read_text("utf-8")
    found = importing.mapped(text, now.date(), mapping.name)
    if not keep:
        return importing.look(found, importing.rows_of(file, found), now.date()), False
    try:
        return importing.by_command(found, text, file, now)[1], True
    except importing.RowsRefused as error:
        return error.report, False
    except NotDone as why:
        raise Unusable(why.words) from None


def _told(report: Report, kept: bool) -> Iterator[str]:
    for one in report.problems:
        yield f"row {one.row}{f', {one.column}' if one.column else ''}: {one.words}"
    yield (
        f"{report.rows} rows: {report.taken} can be kept ({report.missing} no data, {report.suppressed} not told), "
        f"{report.left_out} left out, {report.refused} refused"
    )
    if report.changed_count:
        yield f"{report.changed_count} differ much from what was known: {', '.join(report.changed[:20])}"
    for where, before, now in report.revised[:20]:
        yield f"another value than the known one: {where}: {before}, now {now}"
    if report.zeros_count:
        yield f"{report.zeros_count} are 0, which is no sign of a missing value: {', '.join(report.zeros[:20])}"
    if report.absent:
        yield f"known before and not in this table: {', '.join(report.absent)}"
    yield _KEPT if kept else _NOT_KEPT
