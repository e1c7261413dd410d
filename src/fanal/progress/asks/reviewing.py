"""An ask is read by a survivor adviser before it is sent (DNH-46), one on law by a lawyer too; and what is claimed of
its fate by a survivor adviser before everybody reads that. As other content is reviewed; by nobody who wrote it."""

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import reviews
from fanal.progress.asks import flow, ledger, words
from fanal.progress.asks.flow import State
from fanal.progress.asks.ledger import Held
from fanal.progress.models import Ask, AskFate
from fanal.progress.proved import ours
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

TEXTS: Final = "asks"
LAW: Final = "asks_law"
_DONE: Final = reviews.GOOD | {reviews.State.ENDED}
"""What was read stays read: an ask is sent once, and its fate told once."""


def named(held: Held) -> str:
    """What an ask is called."""
    return web.dots(held.text(web.spoken())["title"], country_name(held.row.country, web.spoken()))


def item(held: Held, source: str = TEXTS) -> reviews.Item:
    """An ask as something to review: another word asks anew."""
    one = held.wording
    refs = [each["ref"] for each in one.evidence]
    told = [
        held.row.country, held.row.kind, one.addressee, one.addressee_kind, one.texts, one.commitments, refs,
        one.partners, one.consulted, one.changed,
    ]  # fmt: skip
    wording = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return reviews.Item(
        source, held.row.pk.hex, named(held), wording, partial(_shown, held), org=held.row.org_id,
        wrote=frozenset(one.by_id for one in held.wordings),
    )  # fmt: skip


def _shown(held: Held) -> tuple[list[str], list[list[object]]]:
    one = held.wording
    lines = [
        (_("What is asked for"), str(words.KINDS[held.row.kind])),
        (_("Who is asked"), one.addressee),
        *((web.dots(_("Text"), lang), "\n".join(filter(None, text.values()))) for lang, text in one.texts.items()),
        (_("Promises of Stockholm"), web.listed(one.commitments)),
        (_("Sources"), web.apart(each["words"] for each in one.evidence)),
        (_("Together with"), one.partners),
        (_("What changed since survivors were asked"), one.changed if one.consulted else _("They were not asked.")),
    ]
    return [_("Part"), _("Text")], [[name, text] for name, text in lines if text]


def fate_item(held: Held, fate: AskFate) -> reviews.Item:
    """What is claimed of the fate of an ask, as something to review."""
    told = json.dumps([fate.ours, fate.others], ensure_ascii=False).encode()

    def shown() -> tuple[list[str], list[list[object]]]:
        return [_("Part"), _("Text")], [[_("What we did for it"), fate.ours], [_("What others did"), fate.others]]

    return reviews.Item(
        TEXTS, fate.pk.hex, named(held), told, shown, org=held.row.org_id, wrote=frozenset({fate.by_id})
    )


def _waiting() -> list[Held]:
    rows = Ask.objects.filter(steps__state=State.REVIEWED).exclude(steps__state__in=[State.SENT, State.STOPPED])
    states = ours(lambda held: (held, held.state), ledger.many(rows.distinct().order_by("pk")))
    return [held for held, state in states if state is State.REVIEWED]


def _texts() -> Iterator[reviews.Item]:
    yield from ours(item, _waiting())
    for held in ledger.many(Ask.objects.exclude(fates=None).distinct().order_by("pk")):
        yield from ours(partial(fate_item, held), (one for one in held.fates if one.ours))


def _of_law() -> Iterator[reviews.Item]:
    return ours(partial(item, source=LAW), (held for held in _waiting() if held.row.kind in flow.OF_LAW))


def _is_read(org: UUID, one: reviews.Item, today: date) -> bool:
    return reviews.standing(org, one, today).state in _DONE


def lacks(held: Held, today: date) -> list[tuple[bool, str, str]]:
    """Who must still read it before it is sent, as `need` takes it."""
    law = held.row.kind in flow.OF_LAW
    return [
        (
            not _is_read(held.row.org_id, item(held), today),
            _("A survivor adviser reads it first, among the reviews: somebody who did not write it."),
            "",
        ),
        (
            law and not _is_read(held.row.org_id, item(held, LAW), today),
            _("A lawyer reads it first, among the reviews: somebody who did not write it."),
            "",
        ),
    ]


def waits(held: Held, today: date) -> bool | None:
    """Whether one of those who must read it has to say something yet: no more where one of them said no (False), or
    where all have read it (None)."""
    about = [item(held), *([item(held, LAW)] if held.row.kind in flow.OF_LAW else [])]
    if any(one.state is reviews.State.REFUSED for _item, one in reviews.standings(held.row.org_id, about, today)):
        return False
    return True if any(holds for holds, _said, _field in lacks(held, today)) else None


def is_read(held: Held, fate: AskFate, today: date) -> bool:
    """Whether a survivor adviser said yes to what is claimed of a fate."""
    return _is_read(held.row.org_id, fate_item(held, fate), today)


def declare() -> None:
    """Called once when the room starts."""
    reviews.declare_source(
        reviews.Source(
            TEXTS,
            lazy("Asks, and what is claimed of their fate"),
            lazy("Does it blame or show a child, does it hurt whoever lived through it, and can it be said so?"),
            (reviews.Reviewer.SURVIVOR,),
            _texts,
            waits=True,
        )
    )
    reviews.declare_source(
        reviews.Source(
            LAW,
            lazy("Asks on law"),
            lazy("Is the law told as it is, and does the smallest change do what is said of it?"),
            (reviews.Reviewer.LAWYER,),
            _of_law,
            waits=True,
        )
    )
