"""What a worker does together with the child: the own code, and asking how it is."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import languages
from fanal.cases.child_side import child_side, codes, handing, pages, policy, reading
from fanal.cases.files.desk.acts import FILES
from fanal.cases.files.desk.file import url_of
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import Case, Feedback
from fanal.network.contracts import Actor
from fanal.web import api as web

ONCE = "own_code"
NOW = "now"


class MakeCode(web.Page):
    """Nothing of it is chosen already."""

    wants = forms.BooleanField(label=lazy("The child wants a code"), required=False)
    safe = forms.BooleanField(
        label=lazy("The child can keep it safely"), required=False,
        help_text=lazy("Talk about who looks through phone, bag and papers. A code can be learnt by heart."),
    )  # fmt: skip
    agreed = web.StaffText(max_length=500, rows=3, required=False, label=lazy("What we agreed"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Make the code")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].help_text = _hint()


class Agree(web.Page):
    """What the page of the child shows."""

    agreed = web.StaffText(max_length=500, rows=3, required=False, label=lazy("What we agreed"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Show it to the child")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].help_text = _hint()


def _hint() -> str:
    own = words.hint(model().field("own_code.agreed"))
    return f"{own} {_('Leave it empty, and the page shows nothing.')}"


class Ask(web.Page):
    """How the child answers, or why not."""

    how = forms.ChoiceField(
        label=lazy("How is it asked?"), widget=forms.RadioSelect,
        choices=[
            (NOW, lazy("I hand this device over now. It shows four questions and nothing else, and signs me out.")),
            ("skipped", lazy("The child does not want to. Nothing changes by it.")),
            ("unsafe_to_offer", lazy("Asking is not safe now.")),
        ],
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language of the questions"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [pair for pair in settings.LANGUAGES if pair[0] in languages.offered()]
        web.offer(self, "language", offered)
        here = get_language() or ""
        self.initial["language"] = here if here in dict(offered) else offered[0][0]


def _make(actor: Actor, case: Case, data: dict[str, Any], now: datetime) -> tuple[Case, Any]:
    code = codes.make(actor, case.pk, data["agreed"], now, wants=data["wants"], safe=data["safe"])
    return case, code


def _show_once(request: HttpRequest, made: Any) -> HttpResponse:
    case, code = made
    return web.once.code(request, ONCE, code, url_of(case))


def _ask(actor: Actor, case: Case, data: dict[str, Any], now: datetime) -> tuple[Any, ...]:
    if data["how"] == NOW:
        handing.hand_over(actor, case.pk, now)
    else:
        child_side.not_asked(actor, case.pk, data["how"], now)
    return case, actor.person, data["how"], data["language"] or settings.LANGUAGE_CODE, now


def _hand(request: HttpRequest, made: Any) -> HttpResponse:
    """The session ends before the first question is drawn: whoever has the device opens nothing with it."""
    case, person, how, language, now = made
    if how != NOW:
        return HttpResponseRedirect(url_of(case))
    logout(request)
    with override(language):
        return pages.handed(request, case, person, "safety", now)


ACTS = {
    "own_code": web.Act(
        deed=policy.CODE,
        title=lazy("A code for the child"),
        lede=lazy("Only if the child wants one, and can keep it safely. Without it everything goes on just the same."),
        note=lazy(
            "It opens a page where the child can say how it is, write to the supervisor, ask what we keep, stop "
            "sharing, or come back. It opens nothing of the file. A code of before ends."
        ),
        form=MakeCode,
        call=_make,
        answer=_show_once,
        slug="code",
    ),
    "code_agree": web.Act(
        deed=policy.CODE,
        title=lazy("What the child’s page shows"),
        lede=lazy("Only if the child wants it there: whoever finds the code reads it."),
        form=Agree,
        call=lambda actor, case, data, now: codes.agree(actor, case.pk, data["agreed"], now),
        done=lazy("Kept."),
        slug="code/agreed",
    ),
    "code_cancel": web.press(policy.CODE, codes.cancel, lazy("The code opens nothing any more."), slug="code/cancel"),
    "ask_child": web.Act(
        deed=policy.OFFER,
        title=lazy("Ask the child how it is"),
        lede=lazy("The supervisor and the safeguarding lead read it. You read it only if the child says so."),
        form=Ask,
        call=_ask,
        answer=_hand,
        slug="ask-child",
    ),
}
"""On a file (`FILES`)."""


# ---- what a child said ----


class Done(web.Page):
    """What was done about it."""

    done = web.StaffText(
        max_length=2000, rows=4, required=False, label=lazy("What was done"),
        help_text=lazy("The worker does not read it. Leave it empty where reading is all there is to do."),
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("I read it")),)


def _done(request: HttpRequest, actor: Actor, row: Feedback) -> Done:
    form = Done(web.deeds.posted(request))
    if reading.is_urgent(actor, row):
        form.fields["done"].needed = True  # type: ignore[attr-defined]  # the deed says so
        form.fields["done"].help_text = lazy("The worker does not read it.")
    return form


ANSWERS = web.Things(
    find=reading.feedback_of, url=lambda _row: reverse("cases:feedback"), back=lazy("Back to the list"), asks=True
)
ANSWER_ACTS = {
    "feedback_done": web.Act(
        deed=policy.DONE,
        title=lazy("What a child says"),
        heading=lazy("What was done about it?"),
        form=_done,
        call=lambda actor, row, data, now: reading.done(actor, row.pk, data["done"], now),
        done=lazy("Kept."),
        slug="done",
    ),
}
__all__ = ["ACTS", "ANSWERS", "ANSWER_ACTS", "FILES"]
