"""The certificate of somebody who passed: to print, as a PDF, and as a file for a wallet. The name is typed each time
and compared; it is stored nowhere."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotNow
from fanal.learning import hosts, published
from fanal.learning.certificates import earning, issuing, refreshing
from fanal.learning.certificates.issuing import Checked
from fanal.learning.courses import library
from fanal.learning.models import Attempt
from fanal.learning.player.pages import draw, to
from fanal.learning.player.showing import Shown
from fanal.learning.signin.views import Sitting, learner
from fanal.vocabulary import short_codes
from fanal.web import api as web


class NameForm(forms.Form):
    """The name that stands on the paper."""

    name = forms.CharField(
        label=lazy("Your name, as in your papers"), max_length=200,
        help_text=lazy("It is printed, and not stored: only a mark by which a name can be compared."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@learner
def certificate(sitting: Sitting, attempt: UUID) -> HttpResponse:
    """Get the certificate of an attempt that passed, and print it: the name is typed each time, and compared."""
    row = Attempt.objects.filter(learner=sitting.learner, pk=attempt).first()
    course = published.course(row.course, row.version) or library.shipped().get(row.course) if row else None
    if row is None or course is None:
        raise Http404
    shown = Shown(course, published.spoken(course, row.language))
    held = issuing.of_attempt(row, sitting.now.date()) if row.passed else None
    refused = "" if held else earning.why_not(sitting.learner, course, row, sitting.now.date())
    first = refreshing.FIRST if held and issuing.checked(held, sitting.now.date()).first else ""
    form = NameForm(sitting.request.POST or None)
    frame = {"shown": shown, "course": to(sitting, "course", course.code), "form": form, "held": held, "first": first}
    if sitting.request.method == "POST" and form.is_valid():
        name = " ".join(form.cleaned_data["name"].split())
        try:
            held = held or issuing.issue(sitting.learner, course, row, name, sitting.now)
        except NotNow as why:
            form.add_error(why.field or None, why.words)
        else:
            found = issuing.checked(held, sitting.now.date())
            if found.payload and found.is_of(name):
                if sitting.request.POST.get("as") == "pdf":
                    return _as_pdf(sitting, found, name, form) or draw(sitting, "certificate", refused="", **frame)
                return draw(sitting, "paper", name=name, **frame, **_paper(sitting, found, name))
            form.add_error("name" if found.payload else None, _not_shown(found))
    return draw(sitting, "certificate", refused=refused, **frame)


def _not_shown(found: Checked) -> str:
    if found.payload:
        return _(
            "It was given to another name. Type the name as you typed it then. If you do not know it any more, or it "
            "was wrong: ask whoever gave you the card to have the certificate taken back, and pass the "
            "situations once more."
        )
    if found.stolen:
        return _("Others may know the key that signed your certificate. It is given anew soon: come back in some days. "
                 "What you passed stays passed.")  # fmt: skip
    return _("This certificate is not genuine. Ask whoever gave it for a new one.")


def _paper(sitting: Sitting, found: Checked, name: str) -> dict[str, Any]:
    held, absolute = found.row, partial(hosts.printed_address, sitting.request)
    return {
        "issuer": found.payload["issuer"]["name"],
        "until": held.expires_on,
        "since": held.issued_at.date(),
        "camera": f"{absolute(reverse('certificate:page'))}#{issuing.stated(found, name)}",
        "code": short_codes.grouped(held.code),
        "check": absolute(reverse("certificate:short", args=[held.code])),
        "title": found.title,
        "token": to(sitting, "token", held.attempt),
    }


def _as_pdf(sitting: Sitting, found: Checked, name: str, form: NameForm) -> HttpResponse | None:
    """The same as a file: with the credential inside. None where the server has no letters for it, which the form
    says."""
    said = _paper(sitting, found, name)
    terms = {"issuer": said["issuer"], "since": web.day_words(said["since"]), "until": web.day_words(said["until"])}
    file = f"certificate-{found.row.code}"
    paper = web.papers.Certificate(
        title=f"{_("Certificate")}: {said["title"]}", kind=_("Certificate"), name=name, did=_("passed"),
        of=said["title"], of_language=found.payload["credentialSubject"]["achievement"]["inLanguage"],
        terms=_("Given by %(issuer)s on %(since)s. Holds until %(until)s.") % terms,
        camera=said["camera"], camera_label=_("Where to check it"), code=said["code"], check=said["check"],
        how=_("Point a camera at it, also without a network; or type this code."),
        small=_(
            "This certificate says that a person passed a training. It says nothing about the safety of any place."
        ),
        language=sitting.language, file=found.row.token, file_name=f"{file}.jwt", file_type="application/vc+jwt",
        file_about=_("The credential, for a wallet"),
    )  # fmt: skip
    try:
        content = web.papers.made(paper, web.papers.Form.PDF)
    except web.papers.NoFont as why:
        form.add_error(None, str(why))
        return None
    return web.papers.answer(content, web.papers.Form.PDF, file)


@learner
def token(sitting: Sitting, attempt: UUID) -> HttpResponse:
    """The credential itself, for a wallet."""
    row = Attempt.objects.filter(learner=sitting.learner, pk=attempt).first()
    held = issuing.of_attempt(row, sitting.now.date()) if row and row.passed else None
    if held is None or not issuing.checked(held, sitting.now.date()).payload:
        raise Http404
    answer = HttpResponse(held.token, content_type="application/vc+jwt")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{held.code}.jwt"'
    return answer
