"""Write the provisions of one jurisdiction as Akoma Ntoso, for those who work with statutes as data.

XML of Akoma Ntoso 1.0 (OASIS) on the standard output: each provision with its versions, the words that are quoted, the
texts in which they were read, and their ELI where the state's own address is one. It is our document about the law, not
the law. The compiled form as JSON is `fanal law show J --json`.
"""

import argparse
import sys

from fanal.engines.commanding import Group, Unusable
from fanal.engines.jurisdiction.command.common import add_corpus, load
from fanal.engines.jurisdiction.files import akoma


def add(commands: Group) -> None:
    parser = commands.add_command("export", __doc__, run, data=True)
    add_corpus(parser)
    parser.add_argument("jurisdiction", metavar="J", help="code of a jurisdiction, such as DE")


def run(args: argparse.Namespace) -> int:
    corpus = load(args)
    law = corpus.laws.get(args.jurisdiction)
    if law is None:
        raise Unusable(f"there is no law of {args.jurisdiction} in this corpus; it has {', '.join(corpus.laws)}")
    sys.stdout.write(akoma.akoma(law).decode())
    return 0
