"""Where taking in and taking out show themselves: beside the lists of files, and on the page of a file."""

from django.utils.translation import gettext_lazy as lazy

from fanal.cases.exchange import exporting, policy
from fanal.cases.exchange.desk import confirms, outs
from fanal.cases.files.desk import lists, parts
from fanal.cases.grounds.grounds import taken_back


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["takes"] = (lazy("Take files in"), policy.IMPORTS)
    lists.TABS["outs"] = (lazy("Take data out"), policy.EXPORTS)
    parts.add(parts.Part(2, "cases/exchange/imported.html", confirms.shown))
    taken_back.connect(exporting.on_taken_back, dispatch_uid="cases.exports_taken_back")
    parts.add(parts.Part(95, "cases/exchange/out_part.html", outs.shown, beside=True))
