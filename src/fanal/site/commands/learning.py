"""Courses: check what somebody wrote, and bring its translations up to date.

`fanal learning check [FOLDER]` names all that is wrong with the courses of a folder, by default with those that ship.
`fanal learning texts COURSE LANGUAGE` writes the PO file of a language: each text of the course, with what is
translated; `--fill FILE` takes translations from a JSON file, key by key. docs/courses.md has the format.

`fanal learning scorm COURSE LANGUAGE` writes a package (SCORM 1.2) for the learning system of a company: a course in a
language in which a member gives it. docs/courses.md, "For a learning system", has what such a system learns.

`fanal learning key` makes a new key that signs certificates: the first, a new one each year, and where one may be known
to others. The keys before it stay published, so that what they signed can still be checked. With `--compromised ID
SINCE` it says that others may know that key since a day or an instant (UTC): what it signed since then is not genuine
any more, and another key signs. docs/learning.md, "A key that others know", has what is done then.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
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
    key = commands.add_command("key", "make a new key that signs certificates, or say that others know one", _key)
    key.add_argument(
        "--compromised", nargs=2, metavar=("ID", "SINCE"),
        help="of a key that others may know, and since when, as 2026-11-30 or 2026-11-30T14:00",
    )  # fmt: skip


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

    if args.compromised:
        return _compromised(args, *args.compromised)
    key = keys.add()
    _say(args, f"{key} signs certificates from now on. Make a backup of the key file.", key=key)
    return 0


def _compromised(args: argparse.Namespace, kid: str, text: str) -> int:
    from django.utils import timezone

    from fanal.engines.commanding import Unusable
    from fanal.learning.certificates import issuing, keys

    with refused("learning key") as stop:
        try:
            since = datetime.fromisoformat(text)
        except ValueError:
            raise Unusable(f"{text} is neither a day nor an instant: write 2026-11-30 or 2026-11-30T14:00") from None
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        if since > (now := timezone.now()):
            raise Unusable(f"{text} is not over yet: say since when others may have known the key")
        if kid not in keys.public_keys():
            known = ", ".join(keys.public_keys()) or "none"
            raise Unusable(f"this site has no key {kid}; its keys: {known}")
        signing = keys.compromise(kid, since)
        issuing.sign_all(now)
        told = keys.compromised()[kid]
        words = (
            f"Others may know {kid} since {told:%Y-%m-%d %H:%M} UTC: what it signed since then is not genuine.\n"
            f"{signing} signs from now on, and signed the status lists anew. Under Certificates two issuers of each "
            "member give them anew.\nMake a backup of the key file: an older one does not know this."
        )
        _say(args, words, compromised=kid, since=told.isoformat(), key=signing)
        stop.code = 0
    return stop.code


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
        made = package.made(course, library.spoken(course.code, args.language), tell, web.own_name())
        path = args.to / package.name(course, args.language)
        whole.put(path, made)
        _say(args, f"{path}: {len(made)} bytes", file=str(path), bytes=len(made))
        stop.code = 0
    return stop.code


def _texts(args: argparse.Namespace) -> int:
    from fanal.engines.commanding import Unusable
    from fanal.engines.language.api import CatalogueError, turns
    from fanal.learning.courses import reading, translating
    from fanal.vocabulary import whole
    from fanal.vocabulary.files import Defective

    with refused("learning texts", CatalogueError, Defective, ValueError) as stop:
        course = reading.read(args.course)
        said = json.loads(args.fill.read_text("utf-8")) if args.fill else {}
        if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
            raise Unusable(f'{args.fill}: write translations by key, as {{"01.desk.title": "…"}}')
        if unknown := sorted(set(said) - set(course.texts)):
            sys.stderr.write(f"fanal learning texts: no such keys: {', '.join(unknown[:20])}\n")
            return stop.code
        if turned := sorted(key for key, text in said.items() if turns(text)):
            words = "signs that turn the direction of writing, which nobody sees; take them out of"
            sys.stderr.write(f"fanal learning texts: {words}: {', '.join(turned[:20])}\n")
            return stop.code
        before = translating.read(args.course, course, args.language)
        if wrong := [f"{key} ({kind})" for key, kind in translating.filled(course, args.language, said).defects()]:
            words = "nothing was written, since what is filled in does not hold; mend"
            sys.stderr.write(f"fanal learning texts: {words}: {', '.join(wrong[:20])}\n")
            return stop.code
        path = args.course / translating.FOLDER / f"{args.language}.po"
        path.parent.mkdir(exist_ok=True)
        whole.put(path, translating.written(course, args.language, said, before))
        now = translating.read(args.course, course, args.language)
        words = f"{path}: {len(course.texts)} texts, {len(now.missing)} missing, {len(now.stale)} stale"
        _say(args, words, file=str(path), texts=len(course.texts), missing=now.missing, stale=now.stale)
        stop.code = 0
    return stop.code
