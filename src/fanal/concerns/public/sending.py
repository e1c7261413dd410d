"""After sending: was the code kept, the proof as a file, the end of the visit."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from fanal import vault
from fanal.concerns.public import pages, proof
from fanal.concerns.public.forms import KeptForm, ends_of
from fanal.concerns.public.frame import Visit
from fanal.concerns.public.receive import received_of
from fanal.concerns.public.state import Tampered


def after(visit: Visit, posted: Mapping[str, Sequence[str]]) -> HttpResponse:
    """What follows on the receipt page. A state whose time is over is good: the code is on the page anyway."""
    received = received_of(vault.parse_receipt(visit.state.receipt))
    if received is None:  # erased since, or of another installation
        raise Tampered
    asked = {name: values[0] for name, values in posted.items() if values}
    if asked.get("go") == "proof":
        return _file(proof.make(proof.Proof(received.org, received.day, received.entry)))
    if asked.get("go") != "finish":
        return pages.receipt_page(visit, received)
    if asked.get("kept") or ends_of(visit.state.receipt, asked.get("last", "")):
        return pages.finished_page(visit)
    wrong = _("These are not the last four. Look at the code again, or tick that you have kept it.")
    if not asked.get("last", "").strip():
        wrong = _("Type the last four characters of your code, or tick that you have kept it.")
    return pages.receipt_page(visit, received, kept=KeptForm(asked, wrong=wrong))


def _file(text: str) -> HttpResponse:
    response = HttpResponse(text + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="note.txt"'
    return response
