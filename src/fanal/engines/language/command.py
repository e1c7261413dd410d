"""``fanal language``: check words and reading age; extract, check and compile catalogues.

The one place of this engine that writes files.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from typing import Any

import yaml
from babel.messages.catalog import Catalog

import fanal
from fanal.engines.commanding import Group, said
from fanal.engines.language import catalogues, linter, readability, readers, rules, texts
from fanal.vocabulary import whole

PACKAGE = Path(fanal.__file__).parent
EXIT_CODES = "Exit codes: 0 nothing blocks, 1 something does, 2 the input cannot be used."


def add_arguments(parser: argparse.ArgumentParser) -> Group:
    """Adds the sub-commands of ``fanal language`` to its parser; returns them, for who adds more."""
    commands = Group(parser, EXIT_CODES)
    check = commands.add_command("check", "find terms to avoid or to use with caution, and what to say instead", _check)
    readable = commands.add_command(
        "readability", "the reading age of texts in English, French and Spanish", _readability
    )
    readable.add_argument("--max-age", type=float, metavar="N", help="fail where a text needs readers older than N")
    for command in (check, readable):
        command.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="files or folders")
        command.add_argument("--corpus", type=Path, default=rules.CORPUS, help="folder that holds the terms")
    check.add_argument("--level", choices=("block", "warn"), default="warn", help="block: leave out the warnings")
    extract = commands.add_command("extract", "bring the catalogues of all rooms up to date with the sources", _extract)
    drafts = [language for language in catalogues.TRANSLATED if language not in catalogues.COMPLETE]
    blanks = "also write what nobody has translated yet, for who translates this draft; may be given again"
    extract.add_argument("--blanks", choices=drafts, action="append", default=[], help=blanks)
    for command in (
        extract,
        commands.add_command(
            "catalogues", "check that catalogues are complete and keep every placeholder", _catalogues
        ),
        commands.add_command("compile", "compile the catalogues that are newer than what was compiled", _compile),
    ):
        command.add_argument("--package", type=Path, default=PACKAGE, help="folder of the package (for tests)")
    return commands


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code."""
    try:
        return int(args.carry_out(args))
    except (catalogues.CatalogueError, readers.Unreadable, rules.RulesError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"fanal language: {said(error)}\n")
        return 2


def found_by_room(package: Path) -> dict[str, list[catalogues.Found]]:
    """All messages of a package by room; modules beside the rooms belong to ``site``. Files in order of their names.

    A room that shows words of the corpus names them in its ``locale/corpus.yaml``: files, and the keys whose texts are
    shown.
    """
    rooms: dict[str, list[catalogues.Found]] = {}
    for path in _sources(package):
        inside = path.relative_to(package)
        extract = catalogues.extract_python if path.suffix == ".py" else catalogues.extract_template
        file = path.relative_to(package.parent).as_posix()
        room = inside.parts[0] if len(inside.parts) > 1 else "site"
        rooms.setdefault(room, []).extend(extract(path.read_text("utf-8"), file))
    for path in sorted(package.glob("*/locale/corpus.yaml")):
        rooms.setdefault(path.parts[-3], []).extend(_of_corpus(path, rules.CORPUS))
    known = rules.load()
    return {room: list(_minded(messages, known)) for room, messages in rooms.items() if messages}


def _sources(package: Path) -> list[Path]:
    """The files of a package that say something, in order of their names."""
    every = sorted(path for pattern in ("*.py", "*.html", "*.txt") for path in package.rglob(pattern))
    return [path for path in every if path.suffix == ".py" or "templates" in path.relative_to(package).parts]


def texts_of(package: Path = PACKAGE) -> list[texts.Text]:
    """Every text of a package for who translates it: as it was found before in the same sources, else found now, and
    kept where that can be written."""
    digest = _digest(package)
    if (found := texts.kept(package, digest)) is not None:
        return found
    found = texts.gathered(found_by_room(package), texts.parts_of(package))
    with suppress(OSError):
        whole.put(texts.kept_at(package), texts.written(found, digest), 0o644)
    return found


def are_kept(package: Path) -> bool:
    """Whether the texts of a package were found in its sources as they are now, so that nobody searches them anew."""
    return texts.kept(package, _digest(package)) is not None


def _digest(package: Path) -> str:
    return texts.digest_of([*_sources(package), *_words_of_corpus(package), *sorted(package.glob("*/locale/*.yaml"))])


def _words_of_corpus(package: Path) -> Iterator[Path]:
    """Files of the corpus whose words pages show, and those by which messages are told to be for children."""
    yield from (rules.CORPUS / name for name in ("terminology.csv", "terminology_patterns.yaml"))
    for path in sorted(package.glob("*/locale/corpus.yaml")):
        for pattern in yaml.safe_load(path.read_text("utf-8")):
            yield from sorted(rules.CORPUS.glob(pattern))


def _of_corpus(path: Path, corpus: Path) -> Iterator[catalogues.Found]:
    for pattern, keys in yaml.safe_load(path.read_text("utf-8")).items():
        files = sorted(corpus.glob(pattern))
        if not files:
            raise catalogues.CatalogueError(f"{path}: no file of the corpus is called {pattern!r}")
        for file in files:
            shown = catalogues.extract_yaml(file.read_text("utf-8"), keys, f"corpus/{file.relative_to(corpus)}")
            yield from shown


def _minded(found: list[catalogues.Found], known: rules.Rules) -> Iterator[catalogues.Found]:
    """A message is for children where everything that says it is: a note then says so to translators and checks."""
    audiences: dict[tuple[str, str | None], set[str]] = {}
    for message in found:
        heard = known.audience_of(PurePath(message.file))
        audiences.setdefault((message.singular, message.context), set()).add(heard)
    for message in found:
        minded = audiences[message.singular, message.context] == {"child"}
        yield replace(message, notes=(*message.notes, catalogues.FOR_CHILDREN)) if minded else message


def update_catalogues(package: Path, drafts: Iterable[str] = ()) -> list[Path]:
    """Brings all ``.po`` files of a package up to date; returns those that changed. Messages that nobody has translated
    stand in languages that must be whole, and in the ``drafts`` that somebody is about to translate."""
    rooms = found_by_room(package)
    changed = []
    for language in catalogues.TRANSLATED:
        held = {room: read_catalogue(package, room, language) for room in sorted({*rooms, *_rooms(package, language)})}
        memory = catalogues.memory_of(held.values())
        blanks = language in {*catalogues.COMPLETE, *drafts}
        for room, catalog in held.items():
            new = catalogues.updated(rooms.get(room, []), catalog, memory, language, blanks=blanks)
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
            whole.put(target, catalogues.compiled(catalog), 0o644)
            compiled.append(target)
    return compiled


def check_catalogues(package: Path) -> Iterator[tuple[Path, catalogues.Problem]]:
    """All problems of all catalogues: against the sources, within each, and between the rooms."""
    rooms = found_by_room(package)
    for language in catalogues.TRANSLATED:
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
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix in {*readers.KINDS, ".txt"} and p.is_file())
            files += (
                p
                for p in inside
                if not any(part.startswith((".", "__pycache__")) for part in p.parts[len(path.parts) :])
            )
        elif path.exists():
            files.append(path)
        else:
            raise FileNotFoundError(f"no such file or folder: {path}")
    return files


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
            if language in readability.LANGUAGES and (read := readability.reading_age(text, language)).words:
                over = args.max_age is not None and read.reliable and read.age > args.max_age
                hardest = readability.hardest(text, language) if over else []
                rows.append({"file": str(path), **asdict(read), "too_hard": over, "hardest": hardest})
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
    return _say_files("updated", update_catalogues(args.package, args.blanks), args)


def _compile(args: argparse.Namespace) -> int:
    made = compile_catalogues(args.package)
    texts_of(args.package)
    return _say_files("compiled", made, args)


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
    """One line a language, so that what must be mended is not buried."""
    rooms: dict[str, Counter[str]] = {}
    for path, problem in rows:
        if problem.level == "warn":
            rooms.setdefault(path.parts[-3], Counter())[path.parts[-5]] += 1
    for language, counts in rooms.items():
        where = ", ".join(f"{room} {count}" for room, count in counts.items())
        yield f"{language}: warn: {counts.total()} messages are shown in English ({where})"


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
