"""Write the pages of docs/ that come from the code: settings, commands, do-no-harm rules, columns."""

import argparse
from pathlib import Path

from fanal.site import environment as env
from fanal.site.commands import parser
from fanal.site.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")
    parser.add_argument("--root", type=Path, default=env.ROOT, help="folder of the repository")


def run(args: argparse.Namespace) -> int:
    start_django()
    from fanal.site import generated

    stale = []
    for name, text in generated.pages(args.root, parser()).items():
        path = args.root / "docs" / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not args.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    print(f"{'Out of date' if args.check else 'Written'}: {', '.join(stale)}" if stale else "All pages are current.")
    return int(args.check and bool(stale))
