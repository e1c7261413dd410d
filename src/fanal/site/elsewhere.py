"""Several machines of one site: a restore that another machine made, taken up by this one.

Each machine keeps marks of what is newest, and the tail of the journal, in files of its own. A restore puts the
database of all of them back, and only the machine that makes it writes so into its files. The others hear of it from
the journal: the entry is signed with the key file, which whoever writes to the database does not have.
"""

from datetime import datetime

from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind
from fanal.network import marks, trusted, unbelieved
from fanal.network.models import Organisation
from fanal.site import fitting

RESTORED = "site.restore"


def not_taken_up() -> datetime | None:
    """When another machine put a backup back last, where the files here know of none since."""
    orgs = set(Organisation.objects.values_list("pk", flat=True))
    found = journal.everywhere([RESTORED], trusted.Signers()).values()
    said = [line.at for told in found for line in told.lines if line.kind is ActorKind.SYSTEM and line.record in orgs]
    last, known = max(said, default=None), marks.restored_at()
    return last if last is not None and (known is None or last > known) else None


def take_up(at: datetime) -> None:
    """From now on what the database holds is the newest here, too, and what was written before is not looked for."""
    journal.tail.forget()
    for org in fitting.lacking():  # it was founded after that backup
        fitting.forget(org)
    marks.restored(unbelieved.newest(), at)
