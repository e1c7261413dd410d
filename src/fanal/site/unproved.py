"""What the database holds and nobody did, or somebody took away, by the line of `fanal check` that says so.

Rows and journal are read one after the other, and people go on working meanwhile: one look alone would accuse them. So
what counts is what is still so at a second and a third look.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from fanal.access import api as access
from fanal.cases import api as cases
from fanal.concerns import api as concerns
from fanal.contacts import api as contacts
from fanal.justice import api as justice
from fanal.network.unbelieved import unbelieved
from fanal.research import api as research
from fanal.site import missing

_AGAIN = 2

LOOKS: Mapping[str, tuple[Callable[[], Iterable[str]], ...]] = {
    "records": (
        missing.defects, access.granting.unproved, access.clearing.unproved, access.reviews_gone.unproved,
        cases.unproved, concerns.unproved, contacts.unproved, research.unproved,
    ),
    "law": (justice.unproved,),
    "keys": (unbelieved,),
}  # fmt: skip


def unproved(line: str) -> Iterator[str]:
    """The sentences that the looks of one line say each time."""
    for look in LOOKS[line]:
        found = list(look())
        for _time in range(_AGAIN):
            again = frozenset(look()) if found else frozenset()
            found = [words for words in found if words in again]
        yield from found
