"""Who may do which deed on a cell of the board: an assessor finds, a second reader reads, either tells the state, and
somebody else than whoever found it publishes."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Role
from fanal.progress.models import Cell, CountryAssessment, Notice, Publication, Reading
from fanal.progress.policy import ASSESSOR, HOUSES, SECOND_READER

ASSESS, READ_SECOND, TELL, PUBLISH = "progress.assess", "progress.read_second", "progress.tell", "progress.publish"
CHAIN = (ASSESS, READ_SECOND, TELL, PUBLISH)
DEEDS = {
    ASSESS: lazy("Said where a country stands with a commitment"),
    READ_SECOND: lazy("Read an assessment, as the second reader"),
    TELL: lazy("Told an office of a state what will be said of it"),
    PUBLISH: lazy("Published an assessment"),
}
for _model in (Cell, CountryAssessment, Reading, Notice, Publication):
    access.scope(_model, lambda _actor, rows: rows)  # of states, not of people: whoever has the room reads all
access.allow(ASSESS, grant=ASSESSOR, kinds=HOUSES, own_only=False)
access.allow(READ_SECOND, grant=SECOND_READER, kinds=HOUSES, own_only=False)
access.allow(TELL, Role.ANALYST, grants=(ASSESSOR, SECOND_READER), kinds=HOUSES, own_only=False)
access.allow(PUBLISH, Role.ANALYST, grant=SECOND_READER, kinds=HOUSES, own_only=False)
