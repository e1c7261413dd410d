"""The narrow duties of the room, given by two people until a day (`access.granting`)."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Role
from fanal.research.contracts import MAKER, REVIEWER, STATISTICIAN

access.grant_kind(
    access.GrantKind(
        MAKER,
        lazy("Release maker"),
        lazy("plans releases, opens coded rows for counting, publishes with others"),
    )
)
access.grant_kind(
    access.GrantKind(
        REVIEWER, lazy("Release reviewer"), lazy("reads tables before they are published, may send them back")
    )
)
access.grant_kind(
    access.GrantKind(
        STATISTICIAN,
        lazy("Statistician from outside"),
        lazy("opens the table of a study, and stands for its estimate with a signature"),
        frozenset({Role.ANALYST}),
    )
)
