"""Pages that ask nothing new: the phone, the check before sending, the child door, the receipt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from fanal import vault
from fanal.concerns.form import texts
from fanal.concerns.public import child, proof, words
from fanal.concerns.public import state as states
from fanal.concerns.public.forms import KeptForm, QuestionForm, values_of
from fanal.concerns.public.frame import (
    Visit,
    address,
    blank,
    draw,
    drawn,
    for_back,
    keep,
    no_pictures,
    repeated,
    same_for_all,
    step_address,
    steps,
)
from fanal.concerns.public.guard import Waiting
from fanal.concerns.public.place import Place
from fanal.concerns.public.receive import Received
from fanal.concerns.public.state import State
from fanal.web import api as web
from fanal.web.api import Answer, digits


def phone_page(visit: Visit, *, mode: str = "", notice: str = "") -> HttpResponse:
    """A child is in danger now: whom to call and what to say. `mode`: "called" or "cannot" once that is known."""
    place, around = visit.place, visit.around
    told = place.questions.question("told")
    values = values_of((told,), visit.state.answers)
    context: dict[str, Any] = {
        "mode": mode,
        "notice": notice,
        "sentences": [_(line) for line in texts.ON_THE_PHONE],
        "told": QuestionForm((told,), place.member, values) if mode == "called" else None,
        "limit": words.reading_limit(place.hours_of(urgent=True), place.seen_within, visit.now),
        "action": step_address(place, "phone"),
        "send_action": step_address(place, "sent"),
        "more_action": step_address(place, "what"),
        "repeated": repeated(place, around),
    }
    return for_back(visit, draw(visit, "phone", keeps=True, **context))


def check_page(visit: Visit, *, notice: str = "", status: int = 200) -> HttpResponse:
    """Everything once more, before it leaves."""
    place, state = visit.place, visit.state
    context = {
        "notice": notice,
        "answers": list(_answers(place, state)),
        "removed": words.filled(_(texts.ADDRESS_REMOVED), hotline=visit.around.hotline) if state.removed else "",
        "images": "came_upon_images" in state.answers.get("what", ()),
        "no_pictures": no_pictures(visit.around),
        "action": step_address(place, "sent"),
        "repeated": repeated(place, visit.around),
        "step": len(steps(place)) + 1,
    }
    return draw(visit, "check", status, keeps=True, **context)


def _answers(place: Place, state: State) -> Iterator[Answer]:
    for page in place.questions.pages:
        for question in page.questions:
            found = state.answers.get(question.id)
            if found:
                asked = words.label(question, place.member)
                shown = words.answer(question, place.member, found)
                yield Answer(asked, shown, name="go", value=f"page:{page.id}")


def wait_page(visit: Visit, waiting: Waiting) -> HttpResponse:
    """The flood shield is up: work for the browser, or some seconds of patience. Nothing is refused."""
    return draw(visit, "wait", keeps=True, action=step_address(visit.place, "sent"), waiting=waiting)


def door_page(visit: Visit) -> HttpResponse:
    """The child door. Whoever comes from the form keeps what they wrote, and can go on with it."""
    place, around = visit.place, visit.around
    written = bool(visit.state.answers)
    in_the_form = bool(set(visit.state.answers) - {question.id for question in place.questions.page("tell").questions})
    more = step_address(place, "check" if in_the_form else "tell")
    onward = "show" if in_the_form else "page:tell"
    return draw(visit, "door", written=written, keeps=written, more=more, onward=onward, **child.door(place, around))


def receipt_page(visit: Visit, received: Received, *, kept: KeptForm | None = None, typed: str = "") -> HttpResponse:
    """The code in letters, digits and as a picture; what comes next; the proof. A reload shows the same page. `typed`:
    what was written since, which is not stored."""
    receipt = vault.parse_receipt(visit.state.receipt)
    due = _due(visit, received)
    what = visit.state.answers.get("what", ())
    sent = visit.now_at(replace(visit.state, kind="sent", answers={"what": what} if what else {}))
    own = {
        "letters": receipt.letters,
        "digits": " ".join(digits(group) for group in receipt.digits.split("-")),
        "qr": web.qr.svg(receipt.letters, _("Your code, for a camera")),
        "due": escape(due),
        "proof": proof.make(proof.Proof(received.org, received.day, received.entry)),
        "state": states.wrap(sent.state, visit.now),
    }
    images, changed = "came_upon_images" in what, not received.same

    def make() -> str:
        blanks = {name: mark_safe(blank(name)) for name in own}  # noqa: S308 - a mark of ours
        steps_to_come = _next_steps(visit, blanks["due"] if due else "")
        asked = {"form": kept or KeptForm(), "action": step_address(visit.place, "sent")}
        shown = {"path": steps_to_come, "changed": changed, "images": images, "no_pictures": no_pictures(visit.around)}
        shown["typed"] = typed
        return drawn(sent, "receipt", {**blanks, **asked, **shown})

    html = make() if kept or typed else keep(("receipt", same_for_all(sent), images, changed, bool(due)), make)
    for name, value in own.items():
        html = html.replace(blank(name), value)
    return HttpResponse(html)


def _due(visit: Visit, received: Received) -> str:
    """By when a person reads it; said as what it is where the first page promised less."""
    if received.due is None:
        return ""
    hours = visit.place.hours
    due = words.by_when(hours, received.due, visit.now, visit.place.country)
    if received.due <= hours.add_working(visit.now + timedelta(hours=1), visit.place.decided_within):  # clocks round up
        return due
    return _("{due}: later than we said at first, because very much is coming in").format(due=due)


def _next_steps(visit: Visit, read: str) -> list[dict[str, Any]]:
    if visit.state.door:
        coming: tuple[tuple[str, str], ...] = (
            (child.text("read"), read),
            (child.text("asked"), child.text("asked_note")),
            (child.text("act"), ""),
        )
    else:
        coming = (
            (_("A person reads it"), read),
            (_("They may ask you a question"), _("only here, with your code")),
            (_("They act with the child in mind"), _("you will see: read, question, working, finished")),
        )
    return [{"title": _("We have it"), "note": "", "done": True}] + [
        {"title": title, "note": note, "done": False} for title, note in coming
    ]


def finished_page(visit: Visit) -> HttpResponse:
    """The end of a visit."""
    response = draw(visit, "finished", code_address=address("code"))
    if visit.request.headers.get("Sec-Fetch-Dest") == "document":
        response["Clear-Site-Data"] = '"cache"'  # what `for_back` let the browser keep is of no use any more
    return response
