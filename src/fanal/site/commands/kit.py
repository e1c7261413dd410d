"""Keys: make the key file, found organisations, prove or use a recovery kit.

`setup` makes the key file and the database, and founds the first organisation by asking. `org FILE` founds one from a
YAML file. Both print the recovery shares and codes once: they exist nowhere else. `drill ORGANISATION` proves the
shares. `recover ORGANISATION` gives a new key keeper everything, when every password is lost; two holders must be
there. Where nobody sits at a terminal, answers are read from standard input, one a line.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fanal.site import environment as env
from fanal.site.console import Stop, ask, start_django

if TYPE_CHECKING:
    from fanal.network.models import Organisation
    from fanal.site.founding import Plan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    deeds.add_parser("setup", help="make the key file and found the first organisation by asking")
    org = deeds.add_parser("org", help="found an organisation from a YAML file")
    org.add_argument("file", type=Path, help="see docs/operating.md")
    drill = deeds.add_parser("drill", help="prove that the shares of a kit open what they must")
    drill.add_argument("organisation", help="its name or identifier")
    recover = deeds.add_parser("recover", help="give everything to a new key keeper, with the shares of a kit")
    recover.add_argument("organisation", help="its name or identifier")


def run(args: argparse.Namespace) -> int:
    if args.deed == "setup":
        _make_keys()
    start_django()
    from fanal.network.contracts import NetworkError
    from fanal.network.keyfile import NoKeyFile

    try:
        {"setup": _setup, "org": _org, "drill": _drill, "recover": _recover}[args.deed](args)
    except (NetworkError, NoKeyFile) as error:
        raise Stop(str(error)) from None
    return 0


def _make_keys() -> None:
    from fanal import vault
    from fanal.site.keyfiles import make

    path = env.keyfile_path()
    if path.exists():
        print(f"The key file is there: {path}")
        return
    make(path, vault.KeyFile.new(demo=env.read("FANAL_MODE") == "demo"))
    print(f"A new key file: {path}\nNobody but the service may read it. Backups hold it sealed.")


def _setup(_args: argparse.Namespace) -> None:
    from fanal.site import founding, preparing

    preparing.migrate()
    _found(founding.ask_plan())


def _org(args: argparse.Namespace) -> None:
    from fanal.site import founding

    try:
        text = args.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Stop("This file cannot be read.") from None
    _found(founding.parse(text))


def _found(plan: Plan) -> None:
    from fanal.network.api import organisations
    from fanal.site.founding import ask_password

    people = [replace(person, password=ask_password(person.username, person.name)) for person in plan.people]
    try:
        made = organisations.found(
            plan.name, plan.kind, plan.country, people, datetime.now(UTC), mandates=plan.mandates,
            languages=plan.languages, time_zone=plan.time_zone, shares=plan.shares,
        )  # fmt: skip
    except OSError:
        raise Stop("The key file cannot be written. Run this as its owner, with FANAL_KEYFILE set to it.") from None
    need, of = plan.shares
    print(f"\n{plan.name} is founded. Its recovery kit: any {need} of these {of} shares.")
    print("Write each on paper, for another person to keep in another place. They exist nowhere else.\n")
    for number, share in enumerate(made.shares, start=1):
        print(f"Share {number} of {of}\n{_in_lines(share.split())}\n")
    print("Recovery codes, one for each person, who writes it down and tells nobody:\n")
    for username, code in made.codes.items():
        print(f"{username}: {code}")
    print(f"\nNow prove the kit: fanal kit drill '{plan.name}'")


def _in_lines(words: Sequence[str], width: int = 6) -> str:
    return "\n".join("  " + " ".join(words[start : start + width]) for start in range(0, len(words), width))


def _drill(args: argparse.Namespace) -> None:
    from fanal.network.api import kit
    from fanal.site.finding import organisation_of

    org = organisation_of(args.organisation)
    kit.drill(org.id, _shares(org), datetime.now(UTC))
    print(f"The kit of {org.name} opens what it must. The day is noted. Clear this screen.")


def _recover(args: argparse.Namespace) -> None:
    from fanal.clocks.api import want_notice
    from fanal.network import api as network
    from fanal.network.contracts import Founder
    from fanal.site.finding import organisation_of
    from fanal.site.founding import ask_password

    org, now = organisation_of(args.organisation), datetime.now(UTC)
    shares = _shares(org)
    username = ask("Sign-in name of the new key keeper:").lower()
    name = ask("Name as colleagues see it:")
    keeper = Founder(username, name, ask_password(username, name))
    network.kit.recover(org.id, shares, keeper, now)
    want_notice([person.id for person in network.persons(org.id)], now=now, alert=True)
    print(f"{keeper.name} can open everything of {org.name} and admit the others. Everybody there is told.")


def _shares(org: Organisation) -> list[str]:
    from fanal import vault

    shares: list[str] = []
    while len(shares) < org.kit_need:
        share = ask(f"Share {len(shares) + 1} of {org.kit_need} (33 words):")
        if vault.share_is_good(share):
            shares.append(share)
        else:
            print("This share has a mistake. Type it again.")
    return shares
