"""The clock of data requests: the secretariat answers within 30 days."""

from fanal.clocks.contracts import Target
from fanal.network.contracts import Role
from fanal.research.duties import of_house
from fanal.vocabulary.words import gettext_noop

REQUEST_DAYS = 30
REQUEST = of_house(
    "request", gettext_noop("A researcher asks for data: answer the request"), REQUEST_DAYS, Target.role(Role.ANALYST)
)
