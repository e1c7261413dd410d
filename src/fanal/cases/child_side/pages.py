"""The pages of a child: behind the own code, and on a worker's device that was handed over. Every page answers a form
of the one page of codes (`web.codes`): no address, no cookie, no title tells what it is (DNH-11, DNH-17).

Words stay below what a child of eleven reads; "case", "file", "victim" do not occur. Each "no" is followed by "we help
you just the same".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal import vault
from fanal.access.api import NotAllowed, NotNow, stated
from fanal.cases.child_side import child_side
from fanal.cases.child_side import codes as own
from fanal.cases.child_side.child_side import QUESTIONS, Said, TooMany
from fanal.cases.child_side.state import State, unwrap, wrap
from fanal.cases.files.by_code import Tampered
from fanal.cases.model.declared import model
from fanal.cases.models import Case
from fanal.cases.rights import rights
from fanal.contacts.api import country_info
from fanal.contacts.contracts import Contact, ContactKind
from fanal.network import api as network
from fanal.network.contracts import NetworkError
from fanal.vocabulary.filters import MediaRefused, ReceiptInText, filter_text, tidy
from fanal.web import api as web
from fanal.web.api import Words, codes

PAGE: Final = "own"
LONGEST: Final = 500
FACES: Final[Mapping[str, tuple[Words, str]]] = {
    "not_at_all": (lazy("Not at all"), "M10.5 22c2.5-4 8.5-4 11 0"),
    "a_little": (lazy("A little"), "M11 21.5c2.5-2 7.5-2 10 0"),
    "so_so": (lazy("So-so"), "M11 20.5h10"),
    "mostly": (lazy("Mostly"), "M11 19.5c2.5 2 7.5 2 10 0"),
    "very_much": (lazy("Very much"), "M10.5 18.5c2.5 4.5 8.5 4.5 11 0"),
}
"""Five worded and drawn answers: a line of a mouth, no picture of anybody."""
ASKED: Final[Mapping[str, Words]] = {
    "feels_safe": lazy("Do you feel safe?"),
    "listened_to": lazy("Do we listen to you?"),
    "knows_what_next": lazy("Do you know what comes next?"),
    "life_compared": lazy("Is life better than before?"),
}
WHOM: Final[Mapping[str, Words]] = {
    "help": lazy("A doctor, a school, a place to stay"),
    "office": lazy("An office for children or families"),
    "law": lazy("The police, a lawyer or a court"),
    "group": lazy("Another group that helps children"),
    "family": lazy("My family"),
    "all": lazy("Everyone outside"),
}
"""By `child_side.OUTSIDE`."""
WISHES: Final[Mapping[str, Words]] = {
    "see": lazy("Show me what you know about me"),
    "correct": lazy("Something you wrote is wrong"),
    "add_statement": lazy("Keep my own words with it"),
    "restrict": lazy("Use less of it"),
    "object": lazy("I do not want you to use it"),
    "erase": lazy("Delete it"),
}
"""By kind of request."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a child."""

    request: HttpRequest
    state: State
    case: Case
    now: datetime
    late: bool = False

    @property
    def device(self) -> bool:
        """Whether it is the device of a worker, which shows nothing but the questions."""
        return not self.state.code

    def text(self) -> str:
        return str(self.request.POST.get("text", ""))

    def draw(self, name: str, /, status: int = 200, **more: Any) -> HttpResponse:
        """A page in the frame of all of them."""
        frame = {"state": wrap(self.state, self.now), "device": self.device, "at": name, "call": self._call()}
        return render(self.request, f"cases/child_side/{name}.html", frame | more, status=status)

    def _call(self) -> Contact | None:
        info = country_info(network.org(self.case.org_id).country)
        kinds = (ContactKind.CHILD_HELPLINE, ContactKind.EMERGENCY_POLICE)
        found = info.shown(self.now.date(), kinds) if info else ()
        return next((one for kind in kinds for one in found if one.kind is kind and one.number), None)


def open_doors() -> None:
    """Let the own codes of children open their page; called once when the room starts."""
    codes.register(codes.Door(page=PAGE, has=own.has, show=_with_code, go_on=go_on))


def _with_code(request: HttpRequest, code: vault.Receipt) -> HttpResponse:
    row = own.code_row(code)
    visit = Visit(request, State(code=code.letters).fresh(), row.case, web.deeds.at(request))
    return visit.draw("home", agreed=own.agreed(code, visit.now))


def handed(request: HttpRequest, case: Case, by: UUID, about: str, now: datetime) -> HttpResponse:
    """The first page on a worker's device: the session of the worker has ended already."""
    return Visit(request, State(case=str(case.pk), by=str(by), about=about).fresh(), case, now).draw("handed")


def go_on(request: HttpRequest) -> HttpResponse:
    """The answer to a form of one of these pages. Raises `codes.NotFound`, `codes.AskAgain`."""
    now, draft = web.deeds.at(request), request.POST.get("text", "")
    try:
        state, late = unwrap(request.POST.get("state", ""), now)
    except Tampered:
        if request.POST.get("device"):
            return _lost(request)
        words = _("This page was changed on its way to us. What you wrote is still here. Type your code again.")
        raise codes.AskAgain(words, draft, 400) from None
    if late and state.code:
        raise codes.AskAgain(
            _("This page was open for a long time. What you wrote is kept. Type your code again."), draft
        )
    if (case := _case(state)) is None:
        return _lost(request)
    visit = Visit(request, state, case, now, late)
    go = request.POST.get("go", "home")
    if visit.device and go not in _DEVICE:
        go = "feel"
    return _STEPS.get(go, _home)(visit)


def _lost(request: HttpRequest) -> HttpResponse:
    """On a worker's device nobody has a code to type again: it is given back."""
    return render(request, "cases/child_side/lost.html", status=400)


def _case(state: State) -> Case | None:
    """The file of a code; on a worker's device the one it was handed over for, as far as it still stands. Raises
    `codes.NotFound` for a code that opens nothing any more."""
    if state.code:
        return own.code_row(state.receipt).case
    found = Case.objects.select_related("child").filter(pk=state.case).first()
    return found if found is not None and stated.stands(found) else None


# ---- home ----


def _home(visit: Visit, done: str = "") -> HttpResponse:
    if visit.device:
        return visit.draw("thanks", back=False)
    visit = replace(visit, state=visit.state.fresh())
    return visit.draw("home", agreed=own.agreed(visit.state.receipt, visit.now), done=done)


def _off(visit: Visit) -> HttpResponse:
    own.take_off(visit.state.receipt, visit.now)
    return _home(visit, _("It is off the page."))


def _end(visit: Visit) -> HttpResponse:
    if visit.request.POST.get("sure") != "yes":
        return visit.draw("end")
    own.throw_away(visit.state.receipt, visit.now)
    return visit.draw("ended")


# ---- how are you ----


def _feel(visit: Visit) -> HttpResponse:
    return _question(visit, 0)


def _question(visit: Visit, at: int) -> HttpResponse:
    if at >= len(QUESTIONS):
        return _last(visit)
    name = QUESTIONS[at]
    faces = [(code, words, mouth) for code, (words, mouth) in FACES.items()]
    return visit.draw(
        "feel", question=ASKED[name], name=name, faces=faces, number=web.digits(at + 1), of=web.digits(len(QUESTIONS)),
        steps=[one == at for one in range(len(QUESTIONS))], chosen=visit.state.answers.get(name, ""),
    )  # fmt: skip


def _next(visit: Visit, *, skip: bool = False) -> HttpResponse:
    name, code = visit.request.POST.get("name", ""), visit.request.POST.get("face", "")
    if name not in QUESTIONS:
        return _question(visit, 0)
    said = "" if skip or code not in model().lists["child_scale"].codes else code
    return _question(replace(visit, state=visit.state.answered(name, said)), QUESTIONS.index(name) + 1)


def _skip(visit: Visit) -> HttpResponse:
    return _next(visit, skip=True)


def _last(visit: Visit, wrong: str = "") -> HttpResponse:
    return visit.draw("last", draft=visit.text(), wrong=wrong, longest=LONGEST)


def _feel_send(visit: Visit) -> HttpResponse:
    said: dict[str, Any] = dict(visit.state.answers)
    text = _read(visit)
    if text.wrong:
        return _last(visit, text.wrong)
    if text.clean:
        said["words"] = text.clean
    if visit.request.POST.get("other"):
        said["wants_other_worker"] = True
    may_read = bool(visit.request.POST.get("may_read"))
    return _sent(visit, visit.state.about, said, "last", may_read=may_read)


# ---- write, another worker, come back ----


def _write(visit: Visit, wrong: str = "") -> HttpResponse:
    return visit.draw("write", draft=visit.text(), wrong=wrong)


def _other(visit: Visit, wrong: str = "") -> HttpResponse:
    return visit.draw("other", draft=visit.text(), wrong=wrong)


def _back(visit: Visit, wrong: str = "") -> HttpResponse:
    return visit.draw("back", draft=visit.text(), wrong=wrong)


def _write_send(visit: Visit) -> HttpResponse:
    text = _read(visit)
    wrong = text.wrong or ("" if text.clean else _("You did not write anything yet."))
    return _write(visit, wrong) if wrong else _sent(visit, child_side.MESSAGE, {"words": text.clean}, "write")


def _other_send(visit: Visit) -> HttpResponse:
    text = _read(visit)
    if text.wrong:
        return _other(visit, text.wrong)
    said = {"wants_other_worker": True, "words": text.clean}
    return _sent(visit, child_side.OTHER_WORKER, said, "other")


def _back_send(visit: Visit) -> HttpResponse:
    text = _read(visit)
    return _back(visit, text.wrong) if text.wrong else _sent(visit, child_side.COME_BACK, {"words": text.clean}, "back")


def _sent(visit: Visit, about: str, said: Mapping[str, Any], at: str, *, may_read: bool = False) -> HttpResponse:
    by = UUID(visit.state.by) if visit.device else None
    mode = child_side.OUR_DEVICE if visit.device else child_side.OWN_DEVICE
    what = Said(visit.state.next, about, said, may_read, mode, by)
    unsafe = said.get("feels_safe") == child_side.UNSAFE
    return _kept(visit, at, lambda: child_side.give(visit.case, what, visit.now), unsafe=unsafe)


def _kept(visit: Visit, at: str, keep: Callable[[], object], *, unsafe: bool = False) -> HttpResponse:
    try:
        keep()
    except TooMany:
        return _again(visit, at, _too_many())
    except NotNow as why:
        return _again(visit, at, str(why))
    except (NetworkError, NotAllowed):
        return _again(visit, at, _("We could not take this in. What you wrote is still here. Try again."), 503)
    if visit.device:
        return visit.draw("thanks", back=False)
    return replace(visit, state=visit.state.fresh()).draw("thanks", back=True, about=at, unsafe=unsafe)


def _too_many() -> str:
    return _(
        "We have not read all your messages yet, and could not take this one. If you are not safe, do not wait for us: "
        "ask a grown-up you trust, or call."
    )


def _again(visit: Visit, at: str, wrong: str, status: int = 200) -> HttpResponse:
    return visit.draw(at, status, draft=visit.text(), wrong=wrong, **_LISTS.get(at, lambda: {})())


# ---- ask us, share no more ----


def _ask(visit: Visit, wrong: str = "") -> HttpResponse:
    return visit.draw("ask", draft=visit.text(), wrong=wrong, wishes=WISHES.items())


def _ask_send(visit: Visit) -> HttpResponse:
    text, kind = _read(visit), visit.request.POST.get("wish", "")
    wrong = text.wrong or ("" if kind in WISHES else _("You did not choose anything yet."))
    if wrong:
        return _ask(visit, wrong)
    by = "adult_survivor" if visit.request.POST.get("adult") else "child"
    asked = rights.Asked(visit.state.next, kind, by, text.clean)
    return _kept(visit, "ask", lambda: rights.ask_by_code(visit.case, asked, visit.now))


def _stop(visit: Visit, wrong: str = "") -> HttpResponse:
    return visit.draw("stop", wrong=wrong, whom=WHOM.items())


def _stop_send(visit: Visit) -> HttpResponse:
    whom = [one for one in visit.request.POST.getlist("whom") if one in WHOM]
    if not whom:
        return _stop(visit, _("Choose who should know no more."))
    return _kept(visit, "stop", lambda: child_side.stop_sharing(visit.case, visit.state.next, whom, visit.now))


def _who(visit: Visit) -> HttpResponse:
    return visit.draw("who")


_LISTS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "ask": lambda: {"wishes": WISHES.items()},
    "stop": lambda: {"whom": WHOM.items()},
    "last": lambda: {"longest": LONGEST},
}
_STEPS: Final[Mapping[str, Callable[[Visit], HttpResponse]]] = {
    "home": _home, "off": _off, "end": _end, "feel": _feel, "next": _next, "skip": _skip, "feel_send": _feel_send,
    "write": _write, "write_send": _write_send, "other": _other, "other_send": _other_send, "back": _back,
    "back_send": _back_send, "ask": _ask, "ask_send": _ask_send, "stop": _stop, "stop_send": _stop_send, "who": _who,
}  # fmt: skip
_DEVICE: Final = frozenset({"feel", "next", "skip", "feel_send", "home"})


# ---- words ----


@dataclass(frozen=True, slots=True)
class _Read:
    clean: str = ""
    wrong: str = ""


def _read(visit: Visit) -> _Read:
    """What was typed, without what is never kept."""
    typed = visit.text()
    if (used := len(tidy(typed, lines=True))) > LONGEST:
        over = web.digits(used - LONGEST)
        return _Read(wrong=_("This is too long: take out {n} letters.").format(n=over))
    reader = visit.state.receipt.reader() if visit.state.code else None
    try:
        return _Read(filter_text(typed, lines=True, is_receipt=reader).text)
    except MediaRefused:
        return _Read(wrong=_("We cannot take pictures or files. Write it in words."))
    except ReceiptInText:
        return _Read(wrong=_("Your code stands in what you wrote. Take it out: it is only for you."))
