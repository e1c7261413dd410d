"""The page on which an office of a state replies: by its link and the number that it was told by telephone. It reads no
session and sets no cookie; nothing of it is for anybody else."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from fanal.access.api import NotHere, public
from fanal.progress import promised, words
from fanal.progress.assessing import citing, replying
from fanal.progress.assessing.desk.replies import ByLink
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


@public("an office of a state reads what will be said of it, and replies with a number that it was told by telephone")
@csrf_exempt
def reply(request: HttpRequest, lang: str, token: str) -> HttpResponseBase:
    """What will be said, why, on which sources, until when a reply is waited for; and the form. There is no session, so
    that the token that Django hides in forms would have no place: link and number say who sends it."""
    del lang
    refused = web.refuse_form(request, web.REPORTER_BYTES)
    if refused is not None:
        return refused
    now = web.deeds.at(request)
    try:
        found = replying.asked(token, now)
    except NotHere:
        raise Http404 from None
    form = ByLink(found, web.deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            replying.reply(token, form.cleaned_data, now)
            return HttpResponseRedirect(request.path)
    return _drawn(request, found, form)


def _drawn(request: HttpRequest, found: replying.Asked, form: ByLink) -> HttpResponse:
    one, commitment = found.notice.assessment, found.where.commitment
    readable = commitment.id in promised.public(web.deeds.at(request).date())
    country = country_name(found.where.country, web.spoken())
    context = {
        "title": web.dots(country, words.named(commitment)),
        "country": country,
        "text": commitment.text if readable else "",
        "one": one,
        "points": web.digits(one.points) if one.points is not None else "",
        "sources": citing.shown(one.citations),
        "until": found.until,
        "reply": found.reply,
        "over": found.over,
        "form": form,
    }
    return render(request, "progress/public/reply.html", context)
