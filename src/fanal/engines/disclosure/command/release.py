"""``fanal release``: verify a release that was published, and see what differs between two.

Neither needs a database nor a network: anybody can check the signature, the files, the states and the thresholds of
what was published. Exit codes: 0 whole and signed; 1 not whole, not signed, or by another key; 2 cannot be read.
"""

import argparse
import sys
from base64 import b64encode
from itertools import groupby
from math import ceil, floor
from operator import attrgetter
from pathlib import Path
from typing import Any

from fanal.engines.commanding import Group, Unusable, grid, refused, say, say_json, show
from fanal.engines.disclosure.bundles import SIGNATURE, Bundle, NotWhole, Signature, opened, read, signed
from fanal.engines.disclosure.model import DisclosureError

EXIT_CODES = "Exit codes: 0 whole and signed; 1 not whole, not signed, or by another key; 2 cannot be read."
VERIFY = """Verify a release: its signature, every file, its states and thresholds.

The signature fits the key that stands in the release. Whether it is the publisher's key only you can know: get it from
them another way, and give it with --key.

  fanal release verify r-1.zip --key qpvTx8k0JYqBqJ7tW0bqDqvv4Qm0mXvVd7p1b0aZ6nE="""
DIFF = """Tell what differs between two releases: fields, tables, cells.

  fanal release diff r-1.zip r-1-2.zip"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sub-commands of ``fanal release`` to its parser. `verify` and `fingerprint` come from the caller."""
    commands = Group(parser, EXIT_CODES)
    one = commands.add_command("verify", VERIFY, _verify)
    one.add_argument("release", type=Path, help="folder or ZIP file; - is stdin")
    one.add_argument("--key", type=_key, action="append", metavar="KEY", help="of the publisher; may be given again")
    one.add_argument("--draft", action="store_true", help="a draft: not reviewed, not signed")
    told = "Exit codes: 0 told, also where nothing differs; 2 cannot be read."
    two = commands.add_command("diff", DIFF, _diff, told)
    two.add_argument("old", type=Path, help="folder or ZIP file; - is stdin")
    two.add_argument("new", type=Path, help="folder or ZIP file")


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command; returns the exit code. `args.verify` checks a signature as the vault does."""
    with refused(f"release {args.subcommand}", DisclosureError) as stop:
        try:
            stop.code = args.carry_out(args)
        except NotWhole as error:
            sys.stderr.write(f"fanal release {args.subcommand}: {error}\n")
            stop.code = 1
    return stop.code


def _key(text: str) -> bytes:
    import binascii
    from base64 import b64decode

    try:
        key = bytes.fromhex(text) if len(text) == 64 else b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != 32:
        raise argparse.ArgumentTypeError("a key has 32 bytes, in base64 or hexadecimal")
    return key


def _verify(args: argparse.Namespace) -> int:
    files = opened(args.release)
    bundle = read(files, draft=args.draft)
    by = None
    if not args.draft:
        if getattr(args, "verify", None) is None:
            raise Unusable("nothing is here to check a signature with")
        by = signed(files, args.verify, args.key)
    if args.json:
        say_json(_value(bundle, by))
        return 0
    _show(bundle, by, args.fingerprint(by.key) if by else "")
    if by and not args.key:
        say("Compare the key with one that the publisher gave you another way.")
    return 0


def _show(bundle: Bundle, by: Signature | None, fingerprint: str) -> None:
    document, coverage = bundle.document, bundle.coverage
    say(f"{bundle.title} ({bundle.id}, version {document.get('version')}), {document['publisher']}")
    say(f"Whole: {len(bundle.files) - (SIGNATURE in bundle.files)} files are as they were published.")
    say(f"Signed by {by.identity}, key {b64encode(by.key).decode()} ({fingerprint})." if by else "Not signed: a draft.")
    say(f"Counted: {document['population']['definition']}. {coverage.note}")
    if coverage.members_asked is not None:
        say(f"Members: {coverage.members_in} of {coverage.members_asked} that could contribute.")
    if document.get("supersedes"):
        say(f"Supersedes {document['supersedes']}: {document.get('reason')}")
    if bundle.estimate is not None:
        _show_estimate(bundle)
        return
    rows = (
        (row["number"], row["title"], f"{row['cells']:,}", f"{sum(row['hidden'].values()):,}", row["error"]["words"])
        for row in document["tables"]
    )
    show(grid("Tables", ("", "title", "cells", "hidden", "how sure"), rows, right=2))
    say(f"Withstood: {', '.join(attack['name'] for attack in document['attacks'])}.")
    for words in document["reading"]:
        say(words)


def _show_estimate(bundle: Bundle) -> None:
    part, who = bundle.document["estimate"], bundle.document["statistician"]
    if bundle.kind == "not_estimable":
        say("Not estimable.")
        for reason in part["reasons"]:
            say(f"  {reason['text']}")
    else:
        lower, upper = floor(part["lower"]), part["upper"]  # outward, so that no interval that is read is too short
        words = "no upper limit" if upper is None else f"{ceil(upper):,}"
        say(f"Estimate {part['point']:,.0f}, {100 * part['level']:g} % interval {lower:,} to {words}.")
    for words in (*part["assumptions"], *(warning["text"] for warning in part["warnings"])):
        say(f"  {words}")
    say(f"Statistician: {who['name']}, {who['affiliation']}.")


def _value(found: Bundle, by: Signature | None) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "sha256": found.sha256,
        "signed_by": by.identity if by else None,
        "key": b64encode(by.key).decode() if by else None,
        "files": sorted(found.files),
        "tables": len(found.tables),
    }


def _diff(args: argparse.Namespace) -> int:
    from fanal.engines.disclosure.differences import differences

    old, new = (read(opened(path), draft=True) for path in (args.old, args.new))
    differing = differences(old, new)
    if args.json:
        where = ((", ".join(filter(None, (part.table, part.where))), part) for part in differing)
        say_json([{"where": words, "old": part.old, "new": part.new} for words, part in where])
        return 0
    if not differing:
        say("Nothing differs.")
        return 0
    for table, parts in groupby(differing, key=attrgetter("table")):
        rows = ((part.where, part.old, part.new) for part in parts)
        show(grid(table or "What differs", ("where", "was", "is"), rows, right=3), "")
    return 0
