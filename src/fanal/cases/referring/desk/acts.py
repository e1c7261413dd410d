"""What can be done with help that is asked for of a provider, one row a deed."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.directory import keeping
from fanal.cases.files.desk import filled
from fanal.cases.files.files import Read
from fanal.cases.model import words
from fanal.cases.models import Case, Referral
from fanal.cases.referring import once, referring
from fanal.cases.referring.policy import ANSWER, COMPLETE, PAGE, PURGED, REFER, REVOKE, TAKE_BACK
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import TransitionState as State
from fanal.web import api as web


def url_of(row: Referral) -> str:
    """The address of a referral."""
    return reverse("cases:referral", args=[row.pk])


def names_of(case: Case, reads: Iterable[Read]) -> dict[str, str]:
    """How the providers are called that some referrals of a file name."""
    return keeping.called(case.org_id, (one.said["provider"] for one in reads if one.said["provider"]))


_asks, _said = partial(filled.asks, "referral"), partial(filled.said, "referral")


def _answer(request: HttpRequest, actor: Actor, row: Referral) -> filled.Filled:
    names = ("state", "spoken_to", "declined_because", "agreed")
    form = _asks(lazy("Keep their answer"), *names, required=("state",))(request, actor, row)
    states = (State.ACCEPTED, State.DECLINED, State.EXPIRED)
    web.offer(form, "referral_state", [(one.value, words.code("referral_state", one)) for one in states])
    return form


ONCE = "provider_page"


def _made(actor: Actor, row: Referral, data: dict[str, Any], now: datetime) -> tuple[Referral, Any]:
    return row, once.make(actor, row.pk, filled.of("referral", data), now)


def _show_once(request: HttpRequest, made: Any) -> HttpResponse:
    row, code = made
    return web.once.code(request, ONCE, code, url_of(row))


REFERRALS = web.Things(find=referring.referral_of, url=url_of, back=lazy("Back to what was asked"), asks=True)
ACTS = {
    "referral_offer": web.Act(
        deed=REFER,
        title=lazy("I rang them and told the card"),
        lede=lazy("The card and nothing else: no name, no place, not what happened. They say yes or no on it."),
        form=_asks(lazy("They were told the card"), "spoken_to", required=("spoken_to",)),
        call=_said(referring.offer),
        done=lazy("Their time to answer runs. You remain responsible until they say yes."),
        slug="offer",
    ),
    "referral_page": web.Act(
        deed=PAGE,
        title=lazy("A page for them, by a code"),
        lede=lazy("While you are on the telephone: you tell them a code, and they type it on our page of codes."),
        note=lazy("They see the card; their yes shows what they may be told. It opens three times, for 72 hours."),
        form=_asks(lazy("Make the code"), "spoken_to", required=("spoken_to",)),
        call=filled.named(_made),
        answer=_show_once,
        seal=lazy("Never by message or e-mail: tell it, and let them repeat it."),
        slug="page",
    ),
    "referral_answer": web.Act(
        deed=ANSWER,
        title=lazy("What they answered"),
        lede=lazy("After a yes you may tell what stands under “After their yes”, and no more."),
        form=_answer,
        call=_said(referring.answer),
        done=lazy("Kept."),
        slug="answer",
    ),
    "referral_take_back": web.Act(
        deed=TAKE_BACK,
        title=lazy("Do not ask them any more"),
        call=web.plain(referring.take_back),
        done=lazy("They are not asked any more. If they know the card, ring them."),
        slug="take-back",
    ),
    "referral_complete": web.Act(
        deed=COMPLETE,
        title=lazy("What came of it"),
        form=_asks(lazy("Keep it"), "outcome", required=("outcome",)),
        call=_said(referring.complete),
        done=lazy("Kept."),
        slug="outcome",
    ),
    "referral_revoke": web.Act(
        deed=REVOKE,
        title=lazy("They may not use it any more"),
        lede=lazy("You ring them within three days. They delete what they know, and write that they did."),
        call=web.plain(referring.revoke),
        done=lazy("Ended. Ring them."),
        slug="end",
    ),
    "referral_purged": web.Act(
        deed=PURGED,
        title=lazy("They wrote that nothing is left"),
        form=_asks(lazy("Keep it"), "spoken_to", "receipt", required=("spoken_to", "receipt")),
        call=_said(referring.purged),
        done=lazy("Kept. Nothing is left there."),
        slug="nothing-left",
    ),
}
