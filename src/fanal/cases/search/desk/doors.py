"""Where the search for files shows itself: beside the lists."""

from django.utils.translation import gettext_lazy as lazy

from fanal.cases.files.desk import lists
from fanal.cases.search.policy import SEARCH


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["find"] = (lazy("Find a file"), SEARCH)
