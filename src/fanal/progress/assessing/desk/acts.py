"""What can be done with a place of the board: one row a deed."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import Actor
from fanal.progress import words
from fanal.progress.assessing import assessing, cells, heard, linking, policy, replying
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.desk import forms, replies
from fanal.progress.assessing.desk.found import facts
from fanal.progress.models import StateReply
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

_SENT = web.deeds.posted


def find(_actor: Actor, country: str, item: str) -> Place:
    """A place of the board."""
    return cells.place(country, item)


def url_of(where: Place) -> str:
    """Where those who work on it see it."""
    return reverse("progress:cell", args=[where.country, where.item])


def titled(where: Place) -> str:
    """Country and commitment."""
    return web.dots(country_name(where.country, web.spoken()), words.named(where.commitment))


def _assess(request: HttpRequest, _actor: Actor, where: Place) -> forms.Assess:
    now = web.deeds.at(request)
    _state, verdicts = assessing.engine(where, now)
    return forms.Assess(where, cells.work(where.cell), verdicts, now, _SENT(request))


def engine_of(request: HttpRequest, where: Place) -> dict[str, Any]:
    """What the law engine says of the items behind a commitment, for a page."""
    law = assessing.beside(where, web.deeds.at(request))
    return law | {"text": where.commitment.text, "work": cells.work(where.cell)}


def _link(request: HttpRequest, made: assessing.Told) -> HttpResponse:
    """The link is shown once; where nobody was reached there is none."""
    cell = made.notice.assessment.cell
    back = reverse("progress:cell", args=[cell.country, cell.item])
    if not made.token:
        return HttpResponseRedirect(back)
    link = web.once.address(request, "board:reply", web.spoken(), made.token)
    return web.once.show(request, web.once.OFFICE, {"link": link, "office": made.notice.office}, back)


def _number(request: HttpRequest, made: linking.Number) -> HttpResponse:
    """The number is shown once."""
    cell, half = made.notice.assessment.cell, len(made.digits) // 2
    secret = {"number": f"{made.digits[:half]} {made.digits[half:]}", "office": made.notice.office}
    return web.once.show(request, web.once.NUMBER, secret, reverse("progress:cell", args=[cell.country, cell.item]))


def _to_call(where: Place) -> dict[str, object]:
    """Which office is called, and how it was told."""
    notice = cells.notice(where.cell) if where.cell else None
    return {"notice": notice} if notice else {}


def _shown(rows: Iterable[StateReply | None]) -> dict[str, object]:
    """Replies, each with what it is about."""
    return {"replies": [(row.notice.assessment, heard.said(row)) for row in rows if row]}


def _typed(where: Place) -> dict[str, object]:
    """The letter that somebody compares."""
    notice = cells.to_confirm(where.cell) if where.cell else None
    return _shown([cells.typed(notice) if notice else None])


def _to_answer(where: Place) -> dict[str, object]:
    """The reply that is to be answered."""
    notice = cells.to_answer(where.cell) if where.cell else None
    return _shown([cells.reply(notice) if notice else None])


def _replied(where: Place) -> dict[str, object]:
    """All replies: to what is about to be said, and to what was published."""
    return _shown(cells.replied(where.cell) if where.cell else ())


def _to_compare(where: Place) -> dict[str, object]:
    """Those of which a translation waits."""
    return _shown(row for row in (cells.replied(where.cell) if where.cell else ()) if cells.to_compare(row))


PLACES = web.Things(find=find, url=url_of, back=titled, asks=True)
ACTS = {
    "assess": web.Act(
        deed=policy.ASSESS,
        title=titled,
        form=_assess,
        template="progress/assessing/assess.html",
        more=lambda request, _actor, where: engine_of(request, where),
        call=assessing.assess,
        done=lazy("Kept. A second reader reads it."),
    ),
    "read": web.Act(
        deed=policy.READ_SECOND,
        title=lazy("Read it, as the second reader"),
        lede=lazy("Look into each source. Where you do not agree, the other writes once more; then both texts stand."),
        form=lambda request, _actor, where: forms.Read(cells.work(where.cell), _SENT(request)),
        template="progress/assessing/read.html",
        more=lambda request, _actor, where: engine_of(request, where) | {"found": facts(cells.work(where.cell))},
        call=assessing.read,
        done=lazy("Kept."),
    ),
    "tell": web.Act(
        deed=policy.TELL,
        title=lazy("The state was told"),
        lede=lazy("What is new or lower goes to the state first, with its text and its sources."),
        form=lambda request, _actor, where: forms.Tell(cells.work(where.cell), _SENT(request)),
        call=assessing.tell,
        done=lazy("Kept. The time runs."),
        answer=_link,
    ),
    "number": web.Act(
        deed=policy.NUMBER,
        title=lazy("Call the office, and tell it its number"),
        lede=lazy(
            "With the link that it was sent and this number it replies. Look up its telephone number yourself: "
            "neither the letter nor a colleague is a source for it."
        ),
        form=lambda request, _actor, where: forms.Number(
            cells.notice(where.cell) if where.cell else None, _SENT(request)
        ),
        template="progress/assessing/number.html",
        more=lambda _request, _actor, where: _to_call(where),
        call=linking.give,
        done=lazy("Kept."),
        answer=_number,
    ),
    "reply_letter": web.Act(
        deed=policy.TYPE,
        title=lazy("Type a reply that came by letter"),
        lede=lazy("As it came, word by word. A second person compares it with the letter before it is printed."),
        form=lambda request, _actor, where: replies.Letter(where, _SENT(request)),
        call=replying.type_letter,
        done=lazy("Kept. A second person compares it."),
    ),
    "reply_compare": web.Act(
        deed=policy.CONFIRM,
        title=lazy("Compare a typed reply with its letter"),
        form=lambda request, _actor, where: replies.Compare(where, _SENT(request)),
        template="progress/assessing/reply.html",
        more=lambda _request, _actor, where: _typed(where),
        call=replying.confirm,
        done=lazy("It is the reply now."),
    ),
    "reply_answer": web.Act(
        deed=policy.ANSWER,
        title=lazy("Answer a point of the reply"),
        lede=lazy("One point at a time: changed, or not changed because. It is printed beside the reply."),
        form=lambda request, _actor, where: replies.AnswerPoint(where, _SENT(request)),
        template="progress/assessing/reply.html",
        more=lambda _request, _actor, where: _to_answer(where),
        call=replying.answer,
        done=lazy("Kept."),
    ),
    "reply_translate": web.Act(
        deed=policy.TRANSLATE,
        title=lazy("Translate the reply"),
        lede=lazy("By people, never by a machine. A second person compares it before everybody reads it."),
        form=lambda request, _actor, where: replies.Translate(where, _SENT(request)),
        template="progress/assessing/reply.html",
        more=lambda _request, _actor, where: _replied(where),
        call=replying.translate,
        done=lazy("Kept."),
    ),
    "reply_checked": web.Act(
        deed=policy.COMPARE,
        title=lazy("Compare a translation with the reply"),
        form=lambda request, _actor, where: replies.CompareTranslation(where, _SENT(request)),
        template="progress/assessing/reply.html",
        more=lambda _request, _actor, where: _to_compare(where),
        call=replying.compare,
        done=lazy("It stands below the reply now."),
    ),
    "publish": web.Act(
        deed=policy.PUBLISH,
        title=lazy("Publish it"),
        lede=lazy("Everybody reads it then, with what the state replied. It is never changed, only followed."),
        form=lambda request, _actor, where: forms.Publish(cells.work(where.cell), _SENT(request)),
        call=assessing.publish,
        done=lazy("Published."),
    ),
}
