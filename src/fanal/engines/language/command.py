"""``fanal language``: check words and reading age; extract, check and compile catalogues.

The one place of this engine that writes files. Each command returns 0 where nothing blocks, 1 where something does,
2 where its input cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

import fanal
from fanal.engines.language import catalogues, linter, readability, readers, rules

PACKAGE = Path(fanal.__file__).parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal language`` to its parser."""
    commands = parser.add_subparsers(dest="language_command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="find terms to avoid or to use with caution, and what to say instead")
    readable = commands.add_parser("readability", help="the reading age of texts in English, French and Spanish")
    readable.add_argument("--max-age", type=float, metavar="N", help="fail where a text needs readers older than N")
    for command in (check, readable):
        command.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="files or folders")
        command.add_argument("--corpus", type=Path, default=rules.CORPUS, help="folder that holds the terms")
        command.add_argument("--json", action="store_true", help="machine-readable output")
    check.add_argument("--level", choices=("block", "warn"), default="warn", help="block: leave out the warnings")
    for name, help_text in (
        ("extract", "bring the catalogues of all rooms up to date with the sources"),
        ("catalogues", "check that catalogues are complete and keep every placeholder"),
        ("compile", "compile the catalogues that are newer than what was compiled"),
    ):
        command = commands.add_parser(name, help=help_text)
        command.add_argument("--package", type=Path, default=PACKAGE, help="folder of the package (for tests)")
        command.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    commands = {
        "check": _check,
        "readability": _readability,
        "extract": _extract,
        "catalogues": _catalogues,
        "compile": _compile,
    }
    try:
        return commands[args.language_command](args)
    except (catalogues.CatalogueError, readers.Unreadable, rules.RulesError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"fanal language: {error}\n")
        return 2


def found_by_room(package: Path) -> dict[str, list[catalogues.Found]]:
    """All messages of a package by room; modules beside the rooms belong to ``site``. Files in order of their names."""
    rooms: dict[str, list[catalogues.Found]] = {}
    for path in sorted(path for pattern in ("*.py", "*.html", "*.txt") for path in package.rglob(pattern)):
        inside = path.relative_to(package)
        if path.suffix != ".py" and "templates" not in inside.parts:
            continue
        extract = catalogues.extract_python if path.suffix == ".py" else catalogues.extract_template
        file = path.relative_to(package.parent).as_posix()
        room = inside.parts[0] if len(inside.parts) > 1 else "site"
        rooms.setdefault(room, []).extend(extract(path.read_text("utf-8"), file))
    return {room: found for room, found in rooms.items() if found}


def update_catalogues(package: Path) -> list[Path]:
    """Brings all ``.po`` files of a package up to date; returns those that changed."""
    rooms = found_by_room(package)
    changed = []
    for language in catalogues.LANGUAGES:
        held = {room: read_catalogue(package, room, language) for room in sorted({*rooms, *_rooms(package, language)})}
        memory = catalogues.memory_of(held.values())
        for room, catalog in held.items():
            new = catalogues.updated(rooms.get(room, []), catalog, memory, language)
            changed += _write(_po(package, room, language), catalogues.written(new, language, room))
    return changed


def read_catalogue(package: Path, room: str, language: str) -> Catalog:
    """The catalogue of a room in a language; an empty one where there is none yet."""
    path = _po(package, room, language)
    return catalogues.parsed(path.read_bytes(), language, str(path)) if path.exists() else catalogues.empty(language)


def compile_catalogues(package: Path) -> list[Path]:
    """Compiles every ``.po`` that is newer than its ``.mo``; returns the files written."""
    compiled = []
    for source in sorted(package.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            catalog = catalogues.parsed(source.read_bytes(), source.parts[-3], str(source))
            # Beside the target first: a server that starts meanwhile must never read half a file.
            part = target.with_suffix(".mo.part")
            part.write_bytes(catalogues.compiled(catalog))
            part.replace(target)
            compiled.append(target)
    return compiled


def check_catalogues(package: Path) -> Iterator[tuple[Path, catalogues.Problem]]:
    """All problems of all catalogues: against the sources, within each, and between the rooms."""
    rooms = found_by_room(package)
    for language in catalogues.LANGUAGES:
        held = {}
        for room in sorted({*rooms, *_rooms(package, language)}):
            held[room] = catalog = read_catalogue(package, room, language)
            for problem in catalogues.problems(catalog, language, rooms.get(room, [])):
                yield _po(package, room, language), problem
        for room, problem in catalogues.conflicts(held):
            yield _po(package, room, language), problem


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and in folders those of a kind that can be read; hidden folders and caches stay out.

    Raises ``FileNotFoundError`` for a path that is not there: a check of nothing must not look like a pass.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix in {*readers.KINDS, ".txt"} and p.is_file())
            found += (
                p
                for p in inside
                if not any(part.startswith((".", "__pycache__")) for part in p.parts[len(path.parts) :])
            )
        elif path.exists():
            found.append(path)
        else:
            raise FileNotFoundError(f"no such file or folder: {path}")
    return found


def _check(args: argparse.Namespace) -> int:
    known = rules.load(args.corpus)
    findings = [f for path in files_of(args.paths) for f in linter.check_path(path, rules=known)]
    shown = [f for f in findings if args.level == "warn" or f.level == "block"]
    if args.json:
        _say(json.dumps([asdict(finding) for finding in shown], ensure_ascii=False))
    else:
        for finding in shown:
            _say(str(finding))
    return int(any(finding.level == "block" for finding in findings))


def _readability(args: argparse.Namespace) -> int:
    keys = rules.load(args.corpus).quotation_keys
    rows = []
    for path in files_of(args.paths):
        for language, text in readers.prose(path, keys).items():
            if language in readability.LANGUAGES and (found := readability.reading_age(text, language)).words:
                over = args.max_age is not None and found.reliable and found.age > args.max_age
                hardest = readability.hardest(text, language) if over else []
                rows.append({"file": str(path), **asdict(found), "too_hard": over, "hardest": hardest})
    if args.json:
        _say(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            _say_age(row, args.max_age)
    return int(any(row["too_hard"] for row in rows))


def _say_age(row: dict[str, Any], limit: float | None) -> None:
    few = "" if row["reliable"] else ", too few to judge by"
    over = f": too hard, the limit is {limit:g}" if row["too_hard"] else ""
    _say(
        f"{row['file']}: {row['language']}: reading age {row['age']:g}"
        f" ({row['formula']} {row['score']:g}, {row['words']} words{few}){over}"
    )
    for age, sentence in row["hardest"]:
        _say(f"    {age:g}: {sentence}")


def _extract(args: argparse.Namespace) -> int:
    return _say_files("updated", update_catalogues(args.package), args)


def _compile(args: argparse.Namespace) -> int:
    return _say_files("compiled", compile_catalogues(args.package), args)


def _catalogues(args: argparse.Namespace) -> int:
    rows = list(check_catalogues(args.package))
    if args.json:
        _say(json.dumps([{"file": str(path), **asdict(problem)} for path, problem in rows], ensure_ascii=False))
    else:
        for path, problem in rows:
            if problem.level == "block":
                _say(f"{_short(path)}: {problem.kind}: {problem.message!r} {problem.detail}".rstrip())
        for line in _untranslated(rows):
            _say(line)
    return int(any(problem.level == "block" for _path, problem in rows))


def _untranslated(rows: Iterable[tuple[Path, catalogues.Problem]]) -> Iterator[str]:
    counts: dict[Path, int] = {}
    for path, problem in rows:
        if problem.level == "warn":
            counts[path] = counts.get(path, 0) + 1
    for path, count in counts.items():
        yield f"{_short(path)}: warn: {count} messages are shown in English"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _say_files(deed: str, paths: list[Path], args: argparse.Namespace) -> int:
    if args.json:
        _say(json.dumps({deed: [str(path) for path in paths]}))
    else:
        for path in paths:
            _say(f"{deed} {_short(path)}")
    return 0


def _write(path: Path, content: bytes) -> list[Path]:
    if path.exists() and path.read_bytes() == content:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return [path]


def _rooms(package: Path, language: str) -> set[str]:
    return {path.parts[-5] for path in package.glob(f"*/locale/{language}/LC_MESSAGES/django.po")}


def _po(package: Path, room: str, language: str) -> Path:
    return package / room / "locale" / language / "LC_MESSAGES" / "django.po"


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
