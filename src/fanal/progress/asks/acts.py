"""What can be done with an ask: one row a deed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import Actor
from fanal.progress.asks import asks, fates, forms, ledger, reviewing, starting, telling
from fanal.progress.asks.ledger import Held
from fanal.progress.asks.policy import FATE, MERGE, NOTE, REVIEW, SEND, SILENCE, STOP, WITHDRAW, WRITE
from fanal.progress.asks.starting import Start
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

_SENT = web.deeds.posted
titled = reviewing.named


def url_of(held: Held) -> str:
    """The page of an ask."""
    return reverse("progress:ask", args=[held.row.pk])


def _started(name: str) -> dict[str, web.Act]:
    """Writing an ask for the first time, from one of three beginnings."""
    return {
        name: web.Act(
            deed=WRITE,
            title=lazy("Write an ask"),
            lede=lambda start: start.title or country_name(start.country, web.spoken()),
            form=lambda request, actor, start: forms.Write(actor, start, _SENT(request)),
            call=asks.begin,
            leads=url_of,
            done=lazy("Kept. A second person reads it."),
            slug="write",
        )
    }


def _things(find: Any) -> web.Things:
    return web.Things(
        find=find, url=lambda _start: reverse("progress:ask_start"), back=lazy("From what it starts"), asks=True
    )


def _by_hand(_actor: Actor, country: str) -> Start:
    return starting.by_hand(country)


def _of_reform(_actor: Actor, country: str, reform: Any) -> Start:
    return starting.of_reform(country, reform)


def _of_practice(_actor: Actor, practice: Any) -> Start:
    return starting.of_practice(practice)


STARTS = (
    ("asks/start/<state:country>/", _things(_by_hand), _started("ask_by_hand")),
    ("asks/start/<state:country>/<uuid:reform>/", _things(_of_reform), _started("ask_reform")),
    ("asks/start/practices/<uuid:practice>/", _things(_of_practice), _started("ask_practice")),
)
ASKS = web.Things(find=ledger.ask, url=url_of, back=titled, asks=True)
ACTS = {
    "correct_ask": web.Act(
        deed=WRITE,
        title=lazy("Correct it"),
        note=lazy("Whoever read it before reads it again."),
        form=lambda request, actor, held: forms.Write(actor, held, _SENT(request)),
        call=lambda actor, held, data, now: asks.correct(actor, held.row.pk, data, now),
        done=lazy("Kept. A second person reads it."),
        slug="correct",
    ),
    "translate_ask": web.Act(
        deed=WRITE,
        title=lazy("Write it in another language"),
        note=lazy("Whoever read it before reads it again."),
        form=lambda request, _actor, held: forms.Translate(held, _SENT(request)),
        call=lambda actor, held, data, now: asks.translate(actor, held.row.pk, data["lang"], data["asked"], now),
        done=lazy("Kept. A second person reads it."),
        slug="translate",
    ),
    "review_ask": web.Act(
        deed=REVIEW,
        title=lazy("Read it, as the second person"),
        points=(
            lazy("You looked into each source, and it says what is said of it."),
            lazy("The office can do what is asked."),
            lazy("No person is named, and no child can be known by it."),
        ),
        form=lambda request, _actor, held: forms.Review(held, _SENT(request)),
        template="progress/asks/review.html",
        more=lambda _request, _actor, held: {
            "texts": [(lang, held.text(lang)) for lang in held.wording.texts],
            "facts": telling.facts(held, inside=True),
            "sources": telling.sources(held),
        },
        call=lambda actor, held, data, now: asks.review(
            actor, held.row.pk, data["seen"], now, holds=data["holds"], why=data["why"]
        ),
        done=lazy("Kept."),
        slug="review",
    ),
    "send_ask": web.Act(
        deed=SEND,
        title=lazy("It was sent"),
        lede=lazy("Send it on your own paper, then write here how and when. From then on everybody can read it."),
        form=lambda request, _actor, _held: forms.Send(_SENT(request)),
        call=lambda actor, held, data, now: asks.send(
            actor, held.row.pk, data["on"], data["source"], data["again"], now
        ),
        done=lazy("Kept. The time to answer runs."),
        slug="send",
    ),
    "note_ask": web.Act(
        deed=NOTE,
        title=lazy("What the office did"),
        form=lambda request, _actor, held: forms.Note(held, _SENT(request)),
        call=lambda actor, held, data, now: asks.note(
            actor, held.row.pk, data["to"], data["on"], data["source"], data["words"], now
        ),
        done=lazy("Kept."),
        slug="note",
    ),
    "note_ask_silence": web.Act(
        deed=SILENCE,
        title=lazy("Nobody answered"),
        button=lazy("Nobody answered"),
        call=lambda actor, held, _data, now: asks.note_silence(actor, held.row.pk, now),
        done=lazy("Kept."),
        slug="silence",
    ),
    "note_fate": web.Act(
        deed=FATE,
        title=lazy("What moved"),
        lede=lazy("The new law or number, and the promise that moved on the board. Both are looked up."),
        form=lambda request, _actor, held: forms.Fate(held, _SENT(request)),
        call=lambda actor, held, data, now: fates.tell(actor, held.row.pk, data["asked"], now),
        done=lazy("Kept."),
        slug="fate",
    ),
    "withdraw_ask": web.Act(
        deed=WITHDRAW,
        title=lazy("Withdraw it"),
        lede=lazy("It is asked no more. If it was sent, everybody reads that it was withdrawn."),
        form=lambda request, _actor, _held: forms.Withdraw(_SENT(request)),
        call=lambda actor, held, data, now: asks.withdraw(actor, held.row.pk, data["why"], now),
        done=lazy("Withdrawn."),
        slug="withdraw",
    ),
    "merge_ask": web.Act(
        deed=MERGE,
        title=lazy("Make two asks one"),
        lede=lazy("This one becomes a part of the other, whose clock goes on."),
        form=lambda request, actor, held: forms.Merge(ledger.takes_in(held, actor.org), _SENT(request)),
        call=lambda actor, held, data, now: asks.merge(actor, held.row.pk, data["into"], now),
        done=lazy("They are one."),
        slug="merge",
    ),
    "stop_ask": web.Act(
        deed=STOP,
        title=lazy("Stop it, and take its text out"),
        lede=lazy("A child could be known by it, or a survivor adviser says no. Nothing of its text is kept."),
        button=lazy("Take the text out"),
        call=lambda actor, held, _data, now: asks.stop(actor, held.row.pk, now),
        done=lazy("Nothing of its text is kept."),
        slug="stop",
    ),
}
