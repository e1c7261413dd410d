"""Courses: check what somebody wrote, and bring its translations up to date.

`fanal learning check [FOLDER]` names all that is wrong with the courses of a folder, by default with those that ship.
`fanal learning texts COURSE LANGUAGE` writes the PO file of a language: each text of the course, with what is
translated; `--fill FILE` takes translations from a JSON file, key by key. docs/courses.md has the format.

`fanal learning scorm COURSE LANGUAGE` writes a package (SCORM 1.2) for the learning system of a company: a course in a
language in which a member gives it. docs/courses.md, "For a learning system", has what such a system learns.

`fanal learning key` makes a new key that signs certificates: the first, a new one each year, and where one may be known
to others. The keys before it stay published, so that what they signed can still be checked.
"""

import argparse
import json
import sys
from pathlib import Path

from fanal.engines.commanding import Group, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = Group(parser, "Exit codes: 0 nothing is wrong, 1 something is, 2 the input cannot be used.")
    check = commands.add_command("check", "name all that is wrong with courses and their translations", _check)
    check.add_argument("folder", type=Path, nargs="?", help="holds a folder a course; default: the courses that ship")
    texts = commands.add_command("texts", "bring the translation of a course up to date", _texts)
    texts.add_argument("course", type=Path, help="folder of a course")
    texts.add_argument("language", help="two or three letters, as fr")
    texts.add_argument("--fill", type=Path, metavar="FILE", help="translations by key, as JSON")
    scorm = commands.add_command("scorm", "write a course as a package for a learning system", _scorm)
    scorm.add_argument("course", help="code of a course")
    scorm.add_argument("language", help="two or three letters, as fr")
    scorm.add_argument("--country", required=True, help="where it is played: a concern is told there; as XA")
    scorm.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="default: this one")
    commands.add_command("key", "make a new key that signs certificates", _key)


def run(args: argparse.Namespace) -> int:
    return int(args.carry_out(args))


def _check(args: argparse.Namespace) -> int:
    from fanal.engines.language.api import CatalogueError
    from fanal.learning.courses import library, translating

    with refused("learning check", CatalogueError) as stop:
        folder = args.folder or library.COURSES
        found = library.read(folder)
        lines = [str(defect) for defect in found.defects]
        open_ones = []
        for code, course in found.courses.items():
            for path in sorted((folder / code / translating.FOLDER).glob("*.po")):
                said = translating.read(folder / code, course, path.stem)
                lines += [f"{code}/{path.name}: {key}: {kind}" for key, kind in said.defects()]
                if said.missing or said.stale:
                    open_ones.append(f"{code}/{path.name}: {len(said.missing)} missing, {len(said.stale)} stale")
        words = [*open_ones, *lines, f"{len(found.courses)} courses, {len(lines)} defects"]
        _say(args, "\n".join(words), courses=sorted(found.courses), defects=lines, open=open_ones)
        stop.code = 1 if lines else 0
    return stop.code


def _say(args: argparse.Namespace, words: str, **data: object) -> None:
    """For people, or with `--json` for programs."""
    print(json.dumps(data, ensure_ascii=False) if args.json else words)


def _key(args: argparse.Namespace) -> int:
    from fanal.site.commands import start_site

    start_site()
    from fanal.learning.certificates import keys

    key = keys.add()
    _say(args, f"{key} signs certificates from now on. Make a backup of the key file.", key=key)
    return 0


def _scorm(args: argparse.Namespace) -> int:
    from fanal.engines.commanding import Unusable
    from fanal.site.commands import start_site

    start_site()
    from django.utils import timezone

    from fanal.learning import reviewing
    from fanal.learning.certificates import keys
    from fanal.learning.courses import library
    from fanal.learning.scorm import package
    from fanal.vocabulary import whole
    from fanal.vocabulary.countries import is_country
    from fanal.web import api as web

    with refused("learning scorm") as stop:
        if args.language not in reviewing.offered(timezone.now().date()).get(args.course, ()):
            raise Unusable(f"no member gives the course {args.course} in {args.language}: it is not reviewed here")
        if not is_country(args.country.upper()):
            raise Unusable(f"{args.country} is no country: two letters, as in FR")
        course = library.shipped()[args.course]
        tell = keys.address(web.concern_link(args.country, args.language))
        made = package.made(course, library.spoken(course.code, args.language), tell, keys.host())
        path = args.to / package.name(course, args.language)
        whole.put(path, made)
        _say(args, f"{path}: {len(made)} bytes", file=str(path), bytes=len(made))
        stop.code = 0
    return stop.code


def _texts(args: argparse.Namespace) -> int:
    from fanal.engines.language.api import CatalogueError
    from fanal.learning.courses import reading, translating
    from fanal.vocabulary import whole
    from fanal.vocabulary.files import Defective

    with refused("learning texts", CatalogueError, Defective, ValueError) as stop:
        course = reading.read(args.course)
        said = json.loads(args.fill.read_text("utf-8")) if args.fill else {}
        if unknown := sorted(set(said) - set(course.texts)):
            sys.stderr.write(f"fanal learning texts: no such keys: {', '.join(unknown[:20])}\n")
            return stop.code
        before = translating.read(args.course, course, args.language)
        path = args.course / translating.FOLDER / f"{args.language}.po"
        path.parent.mkdir(exist_ok=True)
        whole.put(path, translating.written(course, args.language, said, before))
        now = translating.read(args.course, course, args.language)
        words = f"{path}: {len(course.texts)} texts, {len(now.missing)} missing, {len(now.stale)} stale"
        _say(args, words, file=str(path), texts=len(course.texts), missing=now.missing, stale=now.stale)
        stop.code = 0
    return stop.code
