"""The file of a country: what must be found out, and what of it is still missing.

`fanal country CC` prints an empty file with what belongs into each line; `--write` puts it into FANAL_CORPUS. `--check`
says each missing line of the one that is there in words, exit code 1 if anything is missing; a changed file counts at
the next page that is opened, in all processes. Whoever does not sit at a console types it on the page Files of
countries, where a second person confirms it: what was confirmed there counts before any file.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from fanal.site.console import Stop, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("country", help="two letters, as KE")
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--write", action="store_true", help="put an empty file into FANAL_CORPUS, if there is none")
    deed.add_argument("--check", action="store_true", help="say what is missing in the file that is there")


def run(args: argparse.Namespace) -> int:
    start_django()
    from fanal.contacts.api import template
    from fanal.contacts.files import own, path_of
    from fanal.vocabulary.countries import country_name

    country = args.country.upper()
    _need(country)
    path = own() / f"{country}.yaml"
    if args.check:
        return _check(path_of(country), path)
    text = template(country, country_name(country, "en"))
    if not args.write:
        print(text, end="")
    elif path.exists():
        raise Stop(f"There is a file already: {path}. `fanal country {country} --check` says what is missing in it.")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{path}\nFill it in, then run `fanal country {country} --check`.")
    return 0


def _need(country: str) -> None:
    from fanal.site.founding import may_be

    if not may_be(country):
        raise Stop(f"{country} is no country for this site. Write its two letters, as in KE.")


def _check(path: Path, begun: Path) -> int:
    from django.conf import settings

    from fanal.access.api import languages
    from fanal.contacts import saying
    from fanal.contacts.api import wanting

    if not path.exists():
        raise Stop(f"There is no file {begun}. `fanal country {path.stem} --write` begins one.")
    info, said = saying.read(path, production=settings.PRODUCTION)
    if info is not None:
        wants = wanting(info, datetime.now(UTC).date(), languages.offered())
        said = [f"{one.key}: {one.about}. {one.todo}" for one in wants]
    print("\n".join(said) or f"Nothing is missing in {path.name}.")
    return int(bool(said))
