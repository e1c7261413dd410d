"""Whether keys and database belong together: each knows the organisations of the other. The keys are the key file, and
the list of what is newest (`marks`), which names each organisation that was ever founded here.

A key file that was made anew opens nothing of what is there, an empty database under old keys shows reporters an empty
site, and one that the site left knows nothing of what was done since (`moved`). All are refused by every command but
`restore` and `check`, before anything is written; those that mend a misfit are let through where it is that one, and
nothing else. One organisation among others that the key file does
not know gets nothing (decision 7) and shuts nobody out: who writes a row must not stop the site.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from fanal import vault
from fanal.network import identities, marks
from fanal.network.keyfile import NoKeyFile, keyfile, organisations, without_pins, write
from fanal.network.models import Organisation
from fanal.site import moved
from fanal.site.console import Stop

_TABLE = Organisation._meta.db_table


class Misfit(StrEnum):
    """How they can fail to belong together."""

    LOST = "the key file is gone"
    FOREIGN = "the key file knows no organisation of the database"
    LACKING = "the database lacks organisations that the key file knows"
    HALF = "a move into the database was not ended"
    LEFT = "the site was moved to another database"


def require(*, but: Misfit | None = None) -> None:
    """Raise Stop where key file and database do not belong together; `but` is what the command is there to mend."""
    reasons = [words for misfit, words in _found() if misfit is not but]
    if reasons:
        raise Stop("\n".join(reasons))


def misfits() -> Iterator[str]:
    """Every reason, as a sentence that says what to do. A key file that cannot be read is named elsewhere."""
    return (words for _misfit, words in _found())


def _found() -> Iterator[tuple[Misfit, str]]:
    yield from _moved()
    there = _organisations()
    try:
        known = _known()
    except NoKeyFile:
        if there:
            yield (
                Misfit.LOST,
                "The key file is gone, and the database holds organisations. A new key file would open nothing of "
                f"theirs. Put the key file back to {settings.KEYFILE}, or restore a backup with a recovery kit: "
                "`fanal restore --force`.",
            )
        return
    except (OSError, UnicodeDecodeError, vault.CannotOpen):
        return
    if there and not any(map(identities.is_pinned, there.values())):
        names = ", ".join(sorted(org.name for org in there.values()))
        yield (
            Misfit.FOREIGN,
            f"This key file does not know the organisations of the database: {names}. Put the right key file to "
            f"{settings.KEYFILE}, or move this one away and restore a backup with a recovery kit: `fanal restore "
            "--force`. If it is the right one of an earlier day: `fanal kit pin`.",
        )
    if missing := sorted(map(str, known - there.keys())):
        yield (
            Misfit.LACKING,
            f"The key file knows organisations that this database does not hold: {', '.join(missing)}. It is another "
            "database, or an empty one. Set FANAL_DATABASE_URL to the right one, or restore a backup: `fanal restore`. "
            "Where another machine restored one: `fanal restore --elsewhere`. Where one of them is gone for good: "
            "`fanal kit forget` and its identifier.",
        )


def _moved() -> Iterator[tuple[Misfit, str]]:
    """A database that is not the site's yet, or no more: one of them would not know what is done in the other."""
    mark = moved.read()
    if mark is not None and mark.state is moved.State.HALF:
        yield (
            Misfit.HALF,
            f"The move into this database was not ended: it is not whole. Set FANAL_DATABASE_URL to {mark.other} again "
            "(with its password), and run `fanal move` once more.",
        )
    if mark is not None and mark.state is moved.State.LEFT:
        yield (
            Misfit.LEFT,
            f"This site was moved on {mark.at:%Y-%m-%d}: what is done since is in {mark.other}, and this is the old "
            "database. Set FANAL_DATABASE_URL to the new one (with its password). If that one is lost, restore a "
            "backup: `fanal restore`.",
        )


def _known() -> frozenset[UUID]:
    of_file = {mark.id for mark in marks.known().values() if mark.kind is marks.MarkKind.ORG}
    return frozenset(organisations(keyfile()).keys() | of_file)


def lacking() -> list[UUID]:
    """The organisations that the keys know and the database does not hold."""
    return sorted(_known() - _organisations().keys())


def forget(org: UUID) -> None:
    """Take an organisation that the database does not hold out of the keys; its rows do not bring it back. Raises
    Stop."""
    if org not in lacking():
        raise Stop("The key file knows no such organisation, or the database holds it. Nothing was changed.")
    try:
        if org in organisations(keyfile()):
            write(without_pins(keyfile(), org))
    except OSError:
        raise Stop("The key file cannot be written. Run this as its owner, with FANAL_KEYFILE set to it.") from None
    marks.go(marks.MarkKind.ORG, org)


def _organisations() -> Mapping[UUID, Organisation]:
    """Every organisation of the database; looking makes no empty file."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return {}
    if _TABLE not in connection.introspection.table_names():
        return {}
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, _TABLE)}
    names = [name for name in ("id", "name", "identity", "known") if name in there]  # 0.1.0 knew no code
    return {row["id"]: Organisation(**row) for row in Organisation.objects.values(*names)}
