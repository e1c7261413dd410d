"""Words: check terms and reading age; extract, check and compile translations; take a language along, bring it in."""

from __future__ import annotations

import argparse
import csv
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanal.site.console import Stop, start_django

if TYPE_CHECKING:
    from fanal.web.api import tables

_EXPORT = """Take one language along as a file: PO (.po) or a workbook (.xlsx).

Each text with its key, where it is seen, the English, the translation, how it stands, and a note. Texts of the corpus
that pages show are among them."""
_IMPORT = """Bring the file of one language in: PO (.po), a workbook (.xlsx) or its table as CSV.

Every text is looked at: what stands for a value, tags, percent signs, terms to avoid, reading age, signs that nobody
sees, length, formulas, whether its English is still the same. Those that hold are taken, the others are told by number.
Nothing that comes in is shown to the public before a native speaker reviewed it on the page Reviews."""
_CODES = "Exit codes: 0 all is taken, 1 something is not, 2 the file cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for; two need the site."""
    from fanal.engines.language import command

    commands = command.add_arguments(parser)
    out = commands.add_command("export", _EXPORT, _export, "Exit codes: 0 written, 1 not written.")
    into = commands.add_command("import", _IMPORT, _import, _CODES)
    for one in (out, into):
        one.add_argument("language", metavar="LANG", help="code of the language, as pt")
    out.add_argument("file", type=Path, metavar="FILE", help="FILE.po or FILE.xlsx; one that is there stays")
    out.add_argument("--open", action="store_true", help="only what has no translation")
    out.add_argument("--part", action="append", default=[], help="only this part, as form; may be given again")
    into.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the file that came back")
    into.add_argument("--check", action="store_true", help="only look at it")
    into.add_argument("--undo", action="store_true", help="take back what came in last, without a file")


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command."""
    from fanal.engines.language import command

    return command.run(args)


def _need(language: str) -> None:
    from django.conf import settings

    from fanal.site.languages.taking import may_come_in

    if not may_come_in(language):
        known = " ".join(sorted(code for code, _name in settings.LANGUAGES if may_come_in(code)))
        raise Stop(f"{language} is no language that can be translated here. Choose one of: {known}")


def _export(args: argparse.Namespace) -> int:
    start_django()
    from fanal.engines.language.command import PACKAGE
    from fanal.engines.language.texts import DESK, parts_of
    from fanal.site.languages import taking

    _need(args.language)
    parts = {*parts_of(PACKAGE), DESK}
    if strange := set(args.part) - parts:
        raise Stop(f"There is no part {min(strange)}. The parts are: {' '.join(sorted(parts))}")
    makers = {".po": taking.po, ".xlsx": taking.workbook}
    if args.file.suffix not in makers:
        raise Stop("The name of the file must end in .po or .xlsx.")
    rows = taking.rows(args.language, args.part, only_open=args.open)
    content = makers[args.file.suffix](args.language, rows)
    try:
        with args.file.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Stop(f"{args.file} is there already. Choose another name.") from None
    missing = sum(row.state == taking.OPEN for row in rows)
    if args.json:
        print(json.dumps({"file": str(args.file), "texts": len(rows), "open": missing}))
    else:
        print(f"{args.file}: {len(rows)} texts, {missing} of them without a translation.")
    return 0


def _import(args: argparse.Namespace) -> int:
    start_django()
    from fanal.access.api import NotNow
    from fanal.engines.language.catalogues import CatalogueError

    _need(args.language)
    if args.undo:
        return _undo(args.language)
    if args.file is None:
        raise Stop("Name the file that came back, or --undo.")
    try:
        made = _looked_at(args.language, args.file)
    except NotNow as why:
        raise CatalogueError(f"{args.file}: {why.words}") from None
    kept = made.reading.kept()
    if kept and not args.check:
        _take(args.language, kept)
    _say(args, made, kept)
    return int(made.refused > 0)


def _looked_at(language: str, path: Path) -> tables.Checked:
    from fanal.site.languages import table
    from fanal.web.api import tables

    kind, text = table.kind(language), _text(path)
    sheet = tables.read([text], other=kind.other)
    return tables.check([text], kind, tables.suggested(kind, sheet.heading))


def _text(path: Path) -> str:
    """A workbook as the table that it is; anything else as it stands."""
    from fanal.engines import workbooks
    from fanal.engines.language.catalogues import CatalogueError

    content = path.read_bytes()
    if path.suffix != ".xlsx" and not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    try:
        rows = workbooks.rows(content)
    except workbooks.NoWorkbook:
        words = "It cannot be read as a workbook (.xlsx): it was cut, or is something else."
        raise CatalogueError(f"{path}: {words} Ask for it once more, or save it as CSV UTF-8.") from None
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _take(language: str, kept: bytes) -> None:
    from fanal.access.api import translations
    from fanal.engines.language.catalogues import CatalogueError
    from fanal.site.languages import table
    from fanal.vocabulary.ids import new_id

    try:
        translations.put(language, table.unpacked(kept), f"import {new_id()}")
    except CatalogueError as why:
        raise Stop(f"What is there cannot be read, and stays: {why}. Mend it, or move it away.") from None


def _undo(language: str) -> int:
    from fanal.access.api import translations

    if not translations.undo(language):
        raise Stop("There is nothing that can be taken back: only what came in last can be.")
    print(f"Taken back. {translations.path(language)} is as it was before.")
    return 0


def _say(args: argparse.Namespace, made: tables.Checked, kept: bytes) -> None:
    if args.json:
        problems: list[dict[str, Any]] = [
            {"row": one.row, "column": one.column, "words": one.words} for one in made.problems
        ]
        print(json.dumps({"rows": made.rows, "refused": made.refused, "problems": problems}, ensure_ascii=False))
        return
    for one in made.problems:
        print(f"{args.file}:{one.row}: {one.words}")
    print(f"{made.rows} rows were looked at, {made.refused} of them are left out.")
    for name, value in made.reading.facts():
        print(f"{name}: {value}")
    done = "Taken in. The public sees what is reviewed." if kept else "Nothing was taken in."
    print("Only looked at: nothing was taken in." if args.check else done)
