"""Where taking in and taking out show themselves: beside the lists of files, and on the page of a file."""

from django.utils.translation import gettext_lazy as lazy

from fanal.cases.exchange import policy
from fanal.cases.exchange.desk import confirms, outs
from fanal.cases.files.desk import lists, parts


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["takes"] = (lazy("Take files in"), policy.IMPORTS)
    lists.TABS["outs"] = (lazy("Take data out"), policy.EXPORTS)
    parts.add(parts.Part(2, "cases/exchange/imported.html", confirms.shown))
    parts.add(parts.Part(95, "cases/exchange/out_part.html", outs.shown, beside=True))
