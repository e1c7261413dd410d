"""The commands of `fanal`, one module each: `add_arguments(parser)` and `run(args) -> int`.

The first line of a module's docstring is its help. A module imports Django only inside `run`, and an engine only inside
its functions, so that `--help` and the commands that need none are quick. Exit codes: 0 well, 1 something is wrong, 2
the command was not understood.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from fanal import __version__
from fanal.engines import extra
from fanal.site.console import Stop, start_django

COMMANDS = (
    "install",
    "demo",
    "serve",
    "migrate",
    "check",
    "backup",
    "restore",
    "upgrade",
    "move",
    "kit",
    "country",
    "journal",
    "language",
    "law",
    "learning",
    "prevalence",
    "link",
    "tables",
    "tourism",
    "progress",
    "release",
    "docs",
)


def start_site(*, half: bool = False) -> None:
    """As `start_django`, for commands that use the database. Raises Stop where it and the key file do not fit; `half`:
    but not for a database into which a move was not ended, which may be looked at."""
    start_django()
    from fanal.site import fitting

    fitting.require(but=fitting.Misfit.HALF if half else None)


def module_of(command: str) -> ModuleType:
    """The module of one command."""
    return import_module(f"{__name__}.{command}")


def parser(commands: Sequence[str] = COMMANDS, *, names_only: bool = False) -> argparse.ArgumentParser:
    """The parser of the given commands (by default of all); `names_only`: without what each of them is told."""
    main_parser = argparse.ArgumentParser(
        prog="fanal",
        description="A concern told anywhere reaches the people who can protect the child.",
        epilog="`fanal COMMAND --help` tells more. Settings are environment variables: see docs/reference.md.",
    )
    main_parser.add_argument("--version", action="version", version=f"fanal {__version__}")
    chosen = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in commands:
        module = module_of(name)
        words = (module.__doc__ or "").strip()
        command = chosen.add_parser(name, help=words.splitlines()[0], description=words)
        command.formatter_class = argparse.RawDescriptionHelpFormatter
        if not names_only:
            module.add_arguments(command)
    return main_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    named = [given[0]] if given and given[0] in COMMANDS else COMMANDS
    args = parser(named, names_only=not set(given) & set(COMMANDS)).parse_args(given)
    try:
        return int(module_of(args.command).run(args))
    except Stop as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # a command that reads files takes it for one of theirs
            sys.stderr.close()
            return 1
        print(f"fanal {args.command}: {stop}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if not extra.missed(error):
            raise
        print(f"fanal {args.command}: {extra.WORDS}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; Python would complain about it at the end
        return 1
