"""Draw this member's part of the key of a run, or see that all have the same key.

Each member draws 32 bytes and seals them for every other member, never for the unit. With the parts of all, `--parts`
shows a fingerprint of the key: members compare it by telephone before anything is encoded.
"""

import argparse
import secrets
from pathlib import Path

from fanal.engines.commanding import Group, Unusable, say, say_json
from fanal.engines.linkage.command.common import add_agreement, agreed, check_places, key_from, put


def add(commands: Group) -> None:
    parser = commands.add_command("keys", __doc__, run)
    add_agreement(parser)
    parser.add_argument("--member", help="draw the part of this member")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the part is written, for its owner only")
    parser.add_argument("--parts", type=Path, nargs="+", metavar="FILE", help="the parts of all members")


def run(args: argparse.Namespace) -> int:
    from fanal.engines.linkage.member import draw_part, fingerprint, part_bytes
    from fanal.engines.linkage.trial import check_sizes

    if bool(args.parts) == bool(args.member) or bool(args.member) != bool(args.out):
        raise Unusable("either --member and --out, to draw a part, or --parts, to see the fingerprint of the key")
    check_places(args.out)
    agreement = agreed(args)
    check_sizes(dict(agreement.members))
    if args.parts:
        mark = fingerprint(key_from(agreement, args.parts, args.on))
        if args.json:
            say_json({"run": str(agreement.run), "fingerprint": mark})
        else:
            say(f"Fingerprint of the key: {mark}. It must be the same at every member.")
        return 0
    part = draw_part(agreement, args.member, secrets.token_bytes, args.on)
    put({args.out: part_bytes(agreement.run, args.member, part)})
    if args.json:
        say_json({"run": str(agreement.run), "member": args.member})
    else:
        say(f"The part of {args.member} is drawn. Seal it for each other member, never for the unit.")
    return 0
