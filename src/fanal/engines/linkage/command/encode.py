"""At a member: encode its list of children, with fictional test rows in it.

The list is CSV with the columns names, guardian, birth_year, birth_month, sex, place and no other. Every member tells
the others how many children are on its list and how it is written (`--lists`); all then make the same test rows from
the key. The encoded list goes to the unit, its SHA-256 is signed; which rows are test rows stays here until `reveal`.
"""

import argparse
import secrets
from pathlib import Path

from fanal.engines.commanding import Group, say, say_json
from fanal.engines.linkage.command.common import (
    add_agreement,
    add_out,
    agreed,
    check_places,
    key_from,
    put,
)


def add(commands: Group) -> None:
    parser = commands.add_command("encode", __doc__, run)
    add_agreement(parser)
    parser.add_argument("rows", type=Path, help="CSV: the children, a row each")
    parser.add_argument("--member", required=True, help="whose list it is")
    parser.add_argument("--parts", type=Path, nargs="+", required=True, metavar="FILE", help="the parts of the key")
    parser.add_argument(
        "--lists", type=Path, required=True, metavar="FILE", help="JSON: by member, rows and style of its list"
    )
    add_out(parser, "--out", "where the encoded list is written, for the unit")
    add_out(parser, "--tests", "where it is written which rows are test rows; stays here")


def run(args: argparse.Namespace) -> int:
    from fanal.engines.linkage.files import digest, list_bytes, revealed_bytes
    from fanal.engines.linkage.member import encoded, told_of_lists
    from fanal.engines.linkage.model import LinkageError
    from fanal.engines.linkage.rows import read_rows
    from fanal.engines.linkage.trial import for_list

    check_places(args.out, args.tests)
    agreement = agreed(args)
    if args.member not in agreement.names:
        raise LinkageError(f"{args.member} is no member of this run")
    sizes, styles = told_of_lists(agreement, args.lists.read_bytes())
    rows = read_rows(args.rows)
    if len(rows) != sizes[args.member]:
        raise LinkageError(f"{len(rows)} rows where {sizes[args.member]} were told to the others")
    key = key_from(agreement, args.parts, args.on)
    tests = for_list(args.member, sizes, styles, key)
    made, revealed = encoded(agreement, args.member, rows, tests, key, secrets.token_bytes, args.on)
    content = list_bytes(made)
    put({args.out: content, args.tests: revealed_bytes(revealed)})
    if args.json:
        say_json({"member": args.member, "rows": len(rows), "test_rows": len(tests), "sha256": digest(content)})
    else:
        say(f"{len(rows):,} children and {len(tests):,} test rows encoded. To be signed by two persons:")
        say(digest(content))
    return 0
