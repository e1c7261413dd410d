"""At the unit: join the lists of all members and commit to what was found.

The unit has no key and no network. It checks that each list is the one its member signed (`--digests`), joins all pairs
of lists, and writes the links, which stay here, and the commitment, which all members get. Nothing is counted before
members have revealed which rows were test rows.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from fanal.engines.commanding import Group, grid, say, say_json, show, threads
from fanal.engines.linkage.command.common import add_agreement, add_out, agreed, check_places, put


def add(commands: Group) -> None:
    parser = commands.add_command("run", __doc__, run)
    add_agreement(parser)
    parser.add_argument("lists", type=Path, nargs="+", help="the encoded list of each member")
    parser.add_argument(
        "--digests", type=Path, required=True, metavar="FILE", help="JSON: SHA-256 of its list by member, as signed"
    )
    add_out(parser, "--links", "where the links are written")
    add_out(parser, "--commitment", "where the commitment is written, for all members")
    parser.add_argument("--threads", type=threads, help="default: as many as there are cores; changes no figure")


def run(args: argparse.Namespace) -> int:
    from fanal.engines.linkage.files import digest, links_bytes
    from fanal.engines.linkage.reporting import own_digests
    from fanal.engines.linkage.run import commitment, compute, receive
    from fanal.engines.linkage.trial import check_sizes

    check_places(args.links, args.commitment)
    agreement, told = agreed(args), own_digests(args.digests.read_bytes())
    contents = _contents(args.lists)
    lists = receive(
        agreement,
        {member: (content, told.get(member, "").encode()) for member, content in contents.items()},
        lambda _member, content, signature: digest(content).encode() == signature,
        args.on,
    )
    digests = {member: digest(content) for member, content in contents.items()}
    contents.clear()
    check_sizes({encoded.member: encoded.declared.rows for encoded in lists})
    links = compute(agreement, lists, args.on, args.threads)
    made = commitment(agreement, links, digests)
    put({args.links: links_bytes(links), args.commitment: made.to_bytes()})
    if args.json:
        say_json(
            {
                "run": str(agreement.run),
                "commitment": digest(made.to_bytes()),
                "sizes": dict(zip(links.lists, links.sizes, strict=True)),
            }
        )
        return 0
    rows = ((name, f"{size:,}") for name, size in zip(links.lists, links.sizes, strict=True))
    show(grid("Lists, test rows still in them", ("member", "rows"), rows))
    say()
    say(f"Commitment {digest(made.to_bytes())}. Give it to all members; they then reveal their test rows.")
    return 0


def _contents(paths: Iterable[Path]) -> dict[str, bytes]:
    """The bytes of each list by its member. Raises LinkageError, OSError."""
    from fanal.engines.linkage.files import read_list
    from fanal.engines.linkage.model import LinkageError

    contents: dict[str, bytes] = {}
    for path in paths:
        content = path.read_bytes()
        member = read_list(content).member
        if member in contents:
            raise LinkageError(f"there are two lists of {member}")
        contents[member] = content
    return contents
