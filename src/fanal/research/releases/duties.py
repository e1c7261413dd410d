"""The clock of releases: stale after two years."""

from fanal.clocks.contracts import Target
from fanal.network.contracts import RingKind
from fanal.research.duties import of_house
from fanal.vocabulary.words import gettext_noop

STALE = of_house(
    "stale",
    gettext_noop("A release is two years old: replace it, or say that it is old"),
    730,
    Target.team(RingKind.STATISTICS),
    announce=False,
)
