"""At a member: reveal which rows were test rows, once the unit has committed to a result from this list.

Refuses where the commitment is not from exactly this list. With `--delete` parts of the key and the list are destroyed
afterwards.
"""

import argparse
from pathlib import Path

from fanal.engines.commanding import Group, say, say_json
from fanal.engines.linkage.command.common import (
    add_agreement,
    add_deletion,
    add_out,
    agreed,
    check_deletion,
    check_places,
    destroy,
    put,
)


def add(commands: Group) -> None:
    parser = commands.add_command("reveal", __doc__, run)
    add_agreement(parser)
    parser.add_argument("list", type=Path, help="the encoded list that was sent to the unit")
    parser.add_argument("tests", type=Path, help="the test rows that were kept here")
    parser.add_argument("commitment", type=Path, help="what the unit has committed to")
    add_out(parser, "--out", "where the test rows are written for the unit")
    add_deletion(parser)


def run(args: argparse.Namespace) -> int:
    from fanal.engines.linkage.files import read_list, read_revealed, revealed_bytes
    from fanal.engines.linkage.member import may_reveal
    from fanal.engines.linkage.model import LinkageError
    from fanal.engines.linkage.run import Commitment

    check_places(args.out, args.receipt)
    check_deletion(args)
    agreement, content = agreed(args), args.list.read_bytes()
    given, tests = read_list(content), read_revealed(args.tests.read_bytes())
    if (given.member, given.run) != (tests.member, tests.run):
        raise LinkageError("list and test rows are not of one member and run")
    may_reveal(agreement, Commitment.read(args.commitment.read_bytes()), given.member, content, args.on)
    put({args.out: revealed_bytes(tests)})
    if args.json:
        say_json({"run": str(agreement.run), "member": given.member, "test_rows": len(tests.handles)})
    else:
        say(f"{given.member} reveals {len(tests.handles)} test rows.")
    destroy(args, agreement, given.member)
    return 0
