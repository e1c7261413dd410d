"""After sending: was the code kept, the proof as a file, the end of the visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpResponse

from fanal import vault
from fanal.concerns.public import pages, proof
from fanal.concerns.public.forms import KeptForm
from fanal.concerns.public.pages import Visit
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
    form = KeptForm(asked, receipt=visit.state.receipt)
    if form.is_valid():
        return pages.finished_page(visit)
    return pages.receipt_page(visit, received, kept=form)


def _file(text: str) -> HttpResponse:
    response = HttpResponse(text + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="note.txt"'
    return response
