"""What a move does with the other database as the main one, since migrations, and all that opens keys, know no other.

In a process of its own: `python -m fanal.site.moving.within tables PARENT`, or `kit PARENT`.
"""

import ctypes
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from uuid import UUID

from fanal.site.console import start_django

_ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def tables() -> None:
    """Make the tables. The folder of data is one to be thrown away, and there is no key file: nothing is signed or
    noted."""
    from fanal.site import preparing

    preparing.migrate()


def kit(shares: Mapping[UUID, Sequence[str]]) -> int:
    """Open the keys of all records with the shares of organisations. Returns how many open. What people told is not
    read: nothing is read without an entry in the journal (DNH-34). Raises NetworkError."""
    from fanal.network import kit as kits
    from fanal.network import records
    from fanal.network.models import Organisation

    orgs = Organisation.objects.filter(pk__in=shares)
    return sum(records.openable(org.pk, kits.keyring(org, kits.prove(org, shares[org.pk]))) for org in orgs)


def main() -> None:
    """Do what the first argument says, for as long as the process of the move lives: the next one begins anew."""
    ctypes.CDLL(None).prctl(_ENDS_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != int(sys.argv[2]):  # it was killed before the line above
        return
    start_django()
    if sys.argv[1] == "tables":
        tables()
        return
    sys.stdout.write(json.dumps(kit({UUID(org): shares for org, shares in json.load(sys.stdin).items()})))


if __name__ == "__main__":
    main()
