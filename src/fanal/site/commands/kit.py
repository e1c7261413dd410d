"""Keys: make the key file, found organisations, prove or use a recovery kit.

`setup` makes the key file and the database, and founds the first organisation by asking. `org FILE` founds one from a
YAML file. Both print the recovery shares and codes once: they exist nowhere else. `drill ORGANISATION` proves the
shares. `pin ORGANISATION` takes up one that the key file does not know, since an older key file was put back; `forget
IDENTIFIER` takes one out of the keys that is gone for good. `vouch ORGANISATION` shows what somebody changed of it and
of its public pages past Fanal, and vouches for it once you say that it is right. `recover ORGANISATION` gives a new
key keeper everything, when every password is lost; two holders must be there. Where nobody sits at a terminal, answers
are read from standard input, one a line.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fanal.site import environment as env
from fanal.site.console import Stop, ask_share, prompt, start_django

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
    pin = deeds.add_parser("pin", help="know an organisation that the key file does not, by its fingerprint")
    pin.add_argument("organisation", help="its name or identifier")
    vouch = deeds.add_parser("vouch", help="vouch for what somebody changed past Fanal, once it is right again")
    vouch.add_argument("organisation", help="its name or identifier")
    recover = deeds.add_parser("recover", help="give everything to a new key keeper, with the shares of a kit")
    recover.add_argument("organisation", help="its name or identifier")
    forget = deeds.add_parser("forget", help="take an organisation that is gone for good out of the keys")
    forget.add_argument("identifier", help="as the refusal names it")


def run(args: argparse.Namespace) -> int:
    start_django()
    from fanal.network.contracts import NetworkError
    from fanal.network.keyfile import NoKeyFile
    from fanal.site.fitting import Misfit, require

    require(but={"pin": Misfit.FOREIGN, "forget": Misfit.LACKING}.get(args.deed))

    try:
        deeds = {
            "setup": _setup, "org": _org, "drill": _drill, "pin": _pin, "forget": _forget, "vouch": _vouch,
            "recover": _recover,
        }  # fmt: skip
        deeds[args.deed](args)
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
    from fanal.network.contracts import NetworkError
    from fanal.site import founding, preparing

    _make_keys()
    preparing.migrate()
    preparing.calculations()
    made: dict[str, Any] = {}
    try:
        _found(founding.ask_plan(made))
    except (Stop, NetworkError) as why:
        if not made:
            raise
        path = env.data_folder() / "organisation.yaml"
        path.touch(0o600)
        path.write_text(founding.kept(made), encoding="utf-8")
        raise Stop(
            f"{why}\nWhat you answered is kept, without passwords: {path}\n"
            f"Mend it there, and run `fanal kit org {path}`."
        ) from None


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

    organisations.check_free(plan.name, [person.username for person in plan.people])
    people = [replace(person, password=ask_password(person.username, person.name)) for person in plan.people]
    made = organisations.found(
        plan.name, plan.kind, plan.country, people, datetime.now(UTC), mandates=plan.mandates,
        languages=plan.languages, time_zone=plan.time_zone, shares=plan.shares,
    )  # fmt: skip
    _name(made.org)
    need, of = plan.shares
    print(f"\n{plan.name} is founded. Its recovery kit: any {need} of these {of} shares.")
    print("Write each on paper, for another person to keep in another place. They exist nowhere else.\n")
    for number, share in enumerate(made.shares, start=1):
        print(f"Share {number} of {of}\n{_in_lines(share.split())}\n")
    print("Recovery codes, one for each person, who writes it down and tells nobody:\n")
    for username, code in made.codes.items():
        print(f"{username}: {code}")
    print(f"\nNow prove the kit: fanal kit drill '{plan.name}'")


def _name(org_id: UUID) -> None:
    """Name an organisation in the key file, so that an empty database under these keys is refused even where all else
    is lost."""
    from fanal.network.keyfile import keyfile, with_pins, write
    from fanal.network.models import Organisation

    org = Organisation.objects.get(pk=org_id)
    try:
        write(with_pins(keyfile(), org.id, bytes(org.identity), bytes(org.recovery)))
    except OSError:
        print("The key file cannot be written, so it does not name this organisation. All else is done.")


def _in_lines(words: Sequence[str], width: int = 6) -> str:
    return "\n".join("  " + " ".join(words[start : start + width]) for start in range(0, len(words), width))


def _drill(args: argparse.Namespace) -> None:
    from fanal.network.api import kit
    from fanal.site.finding import organisation_of

    org = organisation_of(args.organisation)
    kit.drill(org.id, shares_of(org), datetime.now(UTC))
    print(f"The kit of {org.name} opens what it must. The day is noted. Clear this screen.")


def _pin(args: argparse.Namespace) -> None:
    from fanal import vault
    from fanal.network.api import identities, kit
    from fanal.network.keyfile import keyfile, pinned, with_pins, write
    from fanal.site.finding import organisation_of

    org = organisation_of(args.organisation)
    known, here = pinned(org.id), vault.fingerprint(bytes(org.identity))
    if known and known != here:
        raise Stop(f"The key file pins another key for {org.name}: somebody changed the database. Restore a backup.")
    if known:
        print(f"The key file knows {org.name} already.")
        return
    print(
        f"Call a key keeper of {org.name} on a number that you knew before. They read out what their page Keys shows."
    )
    typed = "".join(prompt("Fingerprint (60 digits):").split())
    if typed != here.replace(" ", ""):
        raise Stop("This is not the fingerprint that stands in the database. Nothing was pinned.")
    if not identities.is_recovery_signed(org):
        print(f"{org.name} has not signed its recovery key: somebody may have changed it. The kit proves it.")
        kit.prove(org, shares_of(org))
    write(with_pins(keyfile(), org.id, bytes(org.identity), bytes(org.recovery)))
    print(f"The key file knows {org.name} now. Test its kit: fanal kit drill '{org.name}'")


def _vouch(args: argparse.Namespace) -> None:
    from fanal.network import vouched
    from fanal.network.models import Person
    from fanal.site.finding import organisation_of

    org = organisation_of(args.organisation)
    rows = [row for row in vouched.broken(org.id) if not isinstance(row, Person)]
    if not rows:
        print(f"What is stored about {org.name} and its public pages is as it was left.")
    for row in rows:
        print(f"\nSomebody changed what is stored about {vouched.words_of(row)}. Now it says:\n")
        shown = vouched.told(row)
        for name, value in shown.items():
            print(f"  {name}: {value}")
        if prompt("\nIs all of this right? Ask those who know. Type yes, or no:").casefold() != "yes":
            raise Stop("Nobody vouched for it. Restore a backup from before, or put right what is wrong first.")
        vouched.vouch(row, shown, org.id, datetime.now(UTC))
        print("It counts again.")


def _recover(args: argparse.Namespace) -> None:
    from fanal.clocks.api import want_notice
    from fanal.network import api as network
    from fanal.network.contracts import Founder
    from fanal.site.finding import organisation_of
    from fanal.site.founding import ask_password

    org, now = organisation_of(args.organisation), datetime.now(UTC)
    shares = shares_of(org)
    username = prompt("Sign-in name of the new key keeper:").lower()
    name = prompt("Name as colleagues see it:")
    keeper = Founder(username, name, ask_password(username, name))
    network.kit.recover(org.id, shares, keeper, now)
    want_notice([person.id for person in network.persons(org.id)], now=now, alert=True)
    print(f"{keeper.name} can open everything of {org.name} and admit the others. Everybody there is told.")


def _forget(args: argparse.Namespace) -> None:
    from fanal.site import fitting

    try:
        fitting.forget(UUID(args.identifier))
    except ValueError:
        raise Stop("This is no identifier. The refusal names it.") from None
    print("The key file no longer names it.")


def shares_of(org: Organisation, *, may_skip: bool = False) -> list[str]:
    """Shares of a recovery kit, as many as it needs; none, where one may leave it out by an empty line."""
    shares: list[str] = []
    while len(shares) < org.kit_need:
        share = ask_share(f"Share {len(shares) + 1} of {org.kit_need} (33 words):", shares, may_skip=may_skip)
        if not share:
            return []
        shares.append(share)
    return shares
