"""Words: check terms and reading age; extract, check and compile translations; take a language along, bring it in."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanal.site.console import Stop, start_django

if TYPE_CHECKING:
    from fanal.web.api import tables

_EXPORT = """Take one language along as a file: PO (.po) or a workbook (.xlsx).

Each text with its key, where it is seen, the English, the translation, how it stands, and a note. Texts of the corpus
that pages show are among them. `-` writes it to the standard output, where the shell puts it: a command that runs as
the user of the service writes into no folder of whoever calls it."""
_IMPORT = """Bring the file of one language in: PO (.po), a workbook (.xlsx) or its table as CSV.

Every text is looked at: what stands for a value, tags, percent signs, terms to avoid, reading age, signs that nobody
sees, length, formulas, whether its English is still the same. Those that hold are taken, the others are told by number.
Nothing that comes in is shown to the public before a native speaker reviewed it on the page Reviews. `-` reads it from
the standard input."""
_LIST = """List the languages that can be translated here: code, name, its own name, how it stands."""
HERE = Path("-")
"""In place of a file: what the shell opened."""
_CODES = "Exit codes: 0 all is taken, 1 something is not, 2 the file cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for; two need the site."""
    from fanal.engines.language import command

    commands = command.add_arguments(parser)
    commands.add_command("list", _LIST, _list)
    out = commands.add_command("export", _EXPORT, _export, "Exit codes: 0 written, 1 not written.")
    into = commands.add_command("import", _IMPORT, _import, _CODES)
    for one in (out, into):
        one.add_argument("language", metavar="LANG", help="code of the language, as pt")
    out.add_argument("file", type=Path, metavar="FILE", help="FILE.po or FILE.xlsx; one that is there stays; or -")
    out.add_argument("--po", action="store_true", help="with -, PO and no workbook")
    out.add_argument("--open", action="store_true", help="only what has no translation")
    out.add_argument("--part", action="append", default=[], help="only this part, as form; may be given again")
    into.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the file that came back; or -")
    into.add_argument("--check", action="store_true", help="only look at it")
    into.add_argument("--undo", action="store_true", help="take back what came in last, without a file")


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command."""
    from fanal.engines.language import command

    return command.run(args)


def _named() -> dict[str, str]:
    """The languages that can be translated here, each with its English name."""
    from django.conf import settings

    from fanal.site.languages.taking import may_come_in
    from fanal.vocabulary.languages import language_name

    return {code: language_name(code, "en") for code, _own in settings.LANGUAGES if may_come_in(code)}


def _need(language: str) -> None:
    known = _named()
    if language not in known:
        from fanal.web import api as web

        each = web.apart(f"{code} ({known[code]})" for code in sorted(known))
        raise Stop(f"{language} is no language that can be translated here. Choose one of: {each}")


def _list(args: argparse.Namespace) -> int:
    start_django()
    from fanal.access.api import languages, translations
    from fanal.site.languages import taking, words

    offered, brought = languages.offered(), translations.brought()
    rows = []
    for code, english in sorted(_named().items()):
        draft = "a draft ships" if taking.shipped(code) else "nobody began"
        state = "offered" if code in offered else "waits for its review" if code in brought else draft
        rows.append({"code": code, "name": english, "own": words.name(code), "state": state})
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['code']}  {row['name']} ({row['own']}): {row['state']}")
    return 0


def _export(args: argparse.Namespace) -> int:
    start_django()
    from fanal.engines.language.command import PACKAGE
    from fanal.engines.language.texts import DESK, parts_of
    from fanal.site.languages import taking

    _need(args.language)
    parts = {*parts_of(PACKAGE), DESK}
    if strange := set(args.part) - parts:
        raise Stop(f"There is no part {min(strange)}. The parts are: {' '.join(sorted(parts))}")
    ending = args.file.suffix if args.file != HERE else ".po" if args.po else ".xlsx"
    makers = {".po": taking.po, ".xlsx": taking.workbook}
    if ending not in makers:
        raise Stop("The name of the file must end in .po or .xlsx.")
    rows = taking.rows(args.language, args.part, only_open=args.open)
    _write(args, makers[ending](args.language, rows))
    missing = sum(row.state == taking.OPEN for row in rows)
    said = f"{args.file}: {len(rows)} texts, {missing} of them without a translation."
    if args.json:
        said = json.dumps({"file": str(args.file), "texts": len(rows), "open": missing})
    print(said, file=sys.stderr if args.file == HERE else sys.stdout)
    return 0


def _write(args: argparse.Namespace, content: bytes) -> None:
    if args.file == HERE:
        if sys.stdout.isatty():
            raise Stop(f"Say where it goes: fanal language export {args.language} - > {args.language}.xlsx")
        sys.stdout.buffer.write(content)
        return
    try:
        with args.file.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Stop(f"{args.file} is there already. Choose another name.") from None
    except FileNotFoundError:
        raise Stop(f"There is no folder {args.file.absolute().parent}. {_as_service('export', args, '>')}") from None
    except OSError as why:
        raise Stop(f"{args.file} cannot be written ({why.strerror}). {_as_service('export', args, '>')}") from None


def _as_service(command: str, args: argparse.Namespace, sign: str) -> str:
    """What to do where a command may not touch a file of whoever calls it."""
    name = args.file.name or f"{args.language}.xlsx"
    po = " --po" if sign == ">" and name.endswith(".po") else ""
    return f"Let the shell open it: fanal language {command} {args.language} -{po} {sign} {name}"


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
        made = _looked_at(args)
    except NotNow as why:
        raise CatalogueError(f"{args.file}: {why.words}") from None
    kept = made.reading.kept()
    if kept and not args.check:
        _take(args.language, kept)
    _say(args, made, kept)
    return int(made.refused > 0)


def _looked_at(args: argparse.Namespace) -> tables.Checked:
    from fanal.site.languages import table
    from fanal.web.api import tables

    kind, text = table.kind(args.language), _text(args)
    sheet = tables.read([text], other=kind.other)
    return tables.check([text], kind, tables.suggested(kind, sheet.heading))


def _content(args: argparse.Namespace) -> bytes:
    if args.file == HERE:
        if sys.stdin.isatty():
            raise Stop(f"Say which file it is: fanal language import {args.language} - < {args.language}.xlsx")
        return sys.stdin.buffer.read()
    try:
        return bytes(args.file.read_bytes())
    except FileNotFoundError:
        raise Stop(f"There is no file {args.file.absolute()}. {_as_service('import', args, '<')}") from None
    except OSError as why:
        raise Stop(f"{args.file} cannot be opened ({why.strerror}). {_as_service('import', args, '<')}") from None


def _text(args: argparse.Namespace) -> str:
    """A workbook as the table that it is; anything else as it stands."""
    from fanal.engines import workbooks
    from fanal.engines.language.catalogues import CatalogueError

    content = _content(args)
    if args.file.suffix != ".xlsx" and not content.startswith(b"PK"):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CatalogueError(f"{args.file}: It is not in UTF-8. Save it as CSV UTF-8, and bring that.") from None
    try:
        rows = workbooks.rows(content)
    except workbooks.NoWorkbook:
        words = "It cannot be read as a workbook (.xlsx): it was cut, or is something else."
        raise CatalogueError(f"{args.file}: {words} Ask for it once more, or save it as CSV UTF-8.") from None
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
    except OSError as why:
        raise Stop(f"{translations.folder()} cannot be written ({why.strerror}): nothing was taken in.") from None


def _undo(language: str) -> int:
    from fanal.access.api import translations

    if not translations.undo(language):
        raise Stop("There is nothing that can be taken back: only what came in last can be.")
    print(f"Taken back. {translations.path(language)} is as it was before.")
    return 0


def _say(args: argparse.Namespace, made: tables.Checked, kept: bytes) -> None:
    if args.json:
        problems: list[dict[str, Any]] = [
            {"row": one.row, "column": one.column, "english": one.beside, "words": one.words} for one in made.problems
        ]
        print(json.dumps({"rows": made.rows, "refused": made.refused, "problems": problems}, ensure_ascii=False))
        return
    for one in made.problems:
        print(f"{args.file}:{one.row}: {one.words} English: {' '.join(one.beside.split())}")
    print(f"{made.rows} rows were looked at, {made.refused} of them are left out.")
    for name, value in made.reading.facts():
        print(f"{name}: {value}")
    done = "Taken in. The public sees what is reviewed." if kept else "Nothing was taken in."
    print("Only looked at: nothing was taken in." if args.check else done)
