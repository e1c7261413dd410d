"""What all commands share: starting Django, refusing in words, asking, and showing progress."""

import getpass
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from fanal.vocabulary.garbage import uncollected

type Progress = Callable[[int, int], None]
"""Told how many steps of how many are done."""


class Stop(Exception):
    """A command cannot go on. The message is a sentence for the person at the console, without personal data."""


def start_django(*, rooms: bool = True) -> None:
    """Read the settings and load the rooms, which takes seconds. Raises Stop where a setting is wrong."""
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal.site.settings")
    try:
        with uncollected():
            django.setup() if rooms else settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        raise Stop(str(error)) from None


def say(words: str) -> None:
    """One line for the person."""
    sys.stdout.write(f"{words}\n")


def prompt(words: str, *, secret: bool = False) -> str:
    """One line from the person, or the next line of standard input where nobody sits there. Raises Stop at its end."""
    try:
        if sys.stdin.isatty():
            return (getpass.getpass if secret else input)(f"{words} ").strip()
        line = sys.stdin.readline()
    except EOFError:
        line = ""
    if not line:
        raise Stop(f"The input ended before this was answered: {words}")
    return line.strip()


def ask_share(words: str, given: Collection[str], *, may_skip: bool = False) -> str:
    """A share of a recovery kit, asked until it is one and none of those given already; none where one may leave it
    out by an empty line."""
    from fanal import vault

    while True:
        share = prompt(words)
        if (may_skip and not share) or (vault.share_is_good(share) and share not in given):
            return share
        if share in given:
            say("This share was given already. Type another one.")
        elif strange := vault.unknown_words(share):
            say(f"No share has such words: {', '.join(strange)}. Type it again.")
        else:
            say("This share has a mistake. Type it again.")


def agree(words: str) -> bool:
    """Whether the person answers yes."""
    return prompt(f"{words} Type yes or no:").casefold() in {"yes", "y"}


@contextmanager
def progress(words: str) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
