"""The page on which a worker writes a call down: all questions of the form, and what only the worker can add."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotNow, may
from fanal.concerns.desk import words
from fanal.concerns.form import texts
from fanal.concerns.form.answers import Answer, FieldError, clean
from fanal.concerns.form.form import FIELDS
from fanal.concerns.models import Concern
from fanal.concerns.public.forms import QuestionForm, values_of
from fanal.concerns.public.place import Place
from fanal.concerns.public.receive import Heard
from fanal.concerns.public.walk import without_files
from fanal.concerns.triage import assisted
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage.assisted import Call, Entered
from fanal.network.contracts import Actor, NetworkError
from fanal.vocabulary.codes import ReportChannel
from fanal.vocabulary.filters import MediaRefused, filter_text, without_media
from fanal.vocabulary.ids import day_id
from fanal.web import api as web

HEADINGS = {
    "danger": lazy("Danger"),
    "what": lazy("What"),
    "where": lazy("Where and when"),
    "child": lazy("The child"),
    "adult": lazy("The adult"),
    "you": lazy("The caller"),
}
WORDS_LIMIT, NAME_LIMIT = 2000, 200
_OWN_TEXTS = ("worker_words", "caller_name")
NAMED_TO = FIELDS["may_be_named_to"].codes


class Enter(QuestionForm):
    """All questions of the form, how it came, and what only a worker can add. None but three must be answered."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this concern")),)

    def __init__(
        self,
        place: Place,
        values: Mapping[str, Sequence[str]],
        errors: Sequence[FieldError] = (),
        own: Mapping[str, ValidationError] | None = None,
    ) -> None:
        asked = [question for part in place.questions.pages for question in part.questions]
        super().__init__(asked, place.member, values, errors)
        self.own_errors = dict(own or {})
        self._shorten()
        self._add_own()
        groups = [web.Group(("channel", "spoken"), legend=_("How it came"))]
        for part in place.questions.pages:
            legend = str(HEADINGS.get(part.id, _("Questions of this country")))
            groups.append(web.Group(tuple(question.id for question in part.questions), legend=legend))
        groups.append(web.Group(("caller_name", "may_be_named_to"), legend=_("Only if they say so themselves")))
        groups.append(web.Group(("worker_words", "code"), legend=_("From you")))
        self.groups = tuple(groups)  # type: ignore[misc]

    def _shorten(self) -> None:
        """Choices of one become lists to open, but for the first question: a worker sees the whole page sooner."""
        for name, field in self.fields.items():
            if name != "danger" and type(field) is forms.ChoiceField and isinstance(field.widget, forms.RadioSelect):
                choices: Any = field.choices
                field.widget = forms.Select()
                field.choices = [("", _("not told")), *choices]

    def _add_own(self) -> None:
        languages = sorted(
            ((code, words.language(code)) for code, _name in settings.LANGUAGES), key=lambda pair: pair[1]
        )
        channels = [(code.value, _(triage_texts.CHANNEL[code])) for code in assisted.CHANNELS]
        codes = [
            ("yes", web.two_lines(_("Yes"), _("you read it out now; it is shown once"))),
            ("no", web.two_lines(_("No"), _("it would not be safe, or they do not want it"))),
        ]
        self.fields |= {
            "key": forms.UUIDField(widget=forms.HiddenInput),
            "channel": forms.ChoiceField(label=_("How did it come?"), choices=channels, widget=forms.RadioSelect),
            "spoken": forms.ChoiceField(
                label=_("Which language did they speak?"), choices=[*languages, ("other", _("another"))]
            ),
            "caller_name": forms.CharField(label=_("Name of the caller"), max_length=NAME_LIMIT, required=False),
            "may_be_named_to": forms.MultipleChoiceField(
                label=_("To whom may we name them?"),
                choices=[(code, words.answer("may_be_named_to", code)) for code in NAMED_TO],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            ),
            "worker_words": web.Text(
                label=_("Your own sentences"),
                help_text=_("Marked as yours. Their words belong above."),
                max_length=WORDS_LIMIT,
                rows=4,
                required=False,
            ),
            "code": forms.ChoiceField(
                label=_("Does the caller get a code to come back with?"), choices=codes, widget=forms.RadioSelect
            ),
        }

    def full_clean(self) -> None:
        super().full_clean()
        for name, error in getattr(self, "own_errors", {}).items():
            self.add_error(name, error)


@web.deeds.page("concerns.enter")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write a call down."""
    now = web.deeds.at(request)
    try:
        place = assisted.place(actor, now)
    except NotNow as why:
        messages.warning(request, str(why))
        return HttpResponseRedirect(reverse("concerns:queue"))
    if request.method == "POST":
        return _posted(request, actor, place)
    asked = [question for part in place.questions.pages for question in part.questions]
    values = values_of(asked, {"country": place.country})
    values |= {"key": [str(day_id(now.astimezone(UTC).date()))], "code": [], "spoken": ["en"]}
    return _page(request, Enter(place, values))


def _page(request: HttpRequest, form: Enter, *, notice: str = "", status: int = 200) -> HttpResponse:
    return render(request, "concerns/triage/enter.html", {"form": form, "notice": notice}, status=status)


def _posted(request: HttpRequest, actor: Actor, place: Place) -> HttpResponse:
    posted = dict(request.POST.lists())
    try:
        answers, errors, removed = _cleaned(place, posted)
        typed = {name: filter_text(_one(posted, name), lines=True) for name in _OWN_TEXTS}
    except MediaRefused:
        return _page(request, Enter(place, _given_back(place, posted)), notice=_(texts.MEDIA), status=422)
    own = _own_errors(posted)
    if errors or own:
        return _page(request, Enter(place, posted, errors, own))
    heard = Heard(typed["worker_words"].text, typed["caller_name"].text, _named_to(posted))
    call = Call(
        key=UUID(_one(posted, "key")),
        answers=answers,
        channel=ReportChannel(_one(posted, "channel")),
        language=_one(posted, "spoken"),
        code=_one(posted, "code") == "yes",
        heard=heard,
        addresses_removed=removed + sum(text.removed for text in typed.values()),
    )
    try:
        entered = assisted.enter(actor, call, web.deeds.at(request))
    except (NotNow, NetworkError) as why:
        return _page(request, Enter(place, posted), notice=str(why), status=503)
    return _kept(request, actor, entered)


def _given_back(place: Place, posted: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """What was typed, without files in disguise: the worker cannot ask the caller to say it all again."""
    for part in place.questions.pages:
        posted = without_files(part, posted)
    own = {name: [without_media(text) for text in posted[name]] for name in _OWN_TEXTS if name in posted}
    return {**posted, **own}


def _one(posted: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(posted.get(name, ())), "")


def _cleaned(place: Place, posted: Mapping[str, Sequence[str]]) -> tuple[dict[str, Answer], list[FieldError], int]:
    """The answers of every page, judged as those of the public form are. Raises `MediaRefused`."""
    answers: dict[str, Answer] = {}
    errors: list[FieldError] = []
    removed = 0
    for part in place.questions.pages:
        found = clean(part, posted, earlier=answers)
        answers |= found.answers
        errors += found.errors
        removed += found.addresses_removed
    return answers, errors, removed


def _own_errors(posted: Mapping[str, Sequence[str]]) -> dict[str, ValidationError]:
    choose = ValidationError(_("Please choose an answer."), web.UNANSWERED)
    wrong: dict[str, ValidationError] = {}
    if _one(posted, "channel") not in assisted.CHANNELS:
        wrong["channel"] = choose
    if _one(posted, "spoken") not in {*dict(settings.LANGUAGES), "other"}:
        wrong["spoken"] = choose
    if _one(posted, "code") not in {"yes", "no"}:
        wrong["code"] = choose
    for name, limit in (("worker_words", WORDS_LIMIT), ("caller_name", NAME_LIMIT)):
        if len(_one(posted, name)) > limit:
            wrong[name] = ValidationError(_("Make this shorter."))
    if not set(posted.get("may_be_named_to", ())) <= set(NAMED_TO):
        wrong["may_be_named_to"] = choose
    return wrong


def _named_to(posted: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(code for code in NAMED_TO if code in posted.get("may_be_named_to", ()))


def _kept(request: HttpRequest, actor: Actor, entered: Entered) -> HttpResponse:
    """It is stored: the code, once, if the caller wants one."""
    if not entered.received.first:
        messages.info(request, _("This was stored already. A code is shown only once."))
        return HttpResponseRedirect(reverse("concerns:queue"))
    row = Concern.objects.get(pk=entered.received.id, org_id=actor.org)
    context = {"received": entered.received, "receipt": entered.receipt, "restricted": row.restricted}
    context["opens"] = bool(may(actor, "concerns.open", row))
    return render(request, "concerns/triage/entered.html", context)
