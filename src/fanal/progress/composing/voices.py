"""Statements of people who let them be used in documents: cleared by the speaker for these documents and until a day,
read by a survivor adviser and by whoever answers for safety; taken back at any time."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, ask, found, need, reviews, stated, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.progress import wording
from fanal.progress.composing.kinds import Output
from fanal.progress.composing.policy import ADD_VOICE, END_VOICE
from fanal.progress.composing.words import OUTPUTS, SPEAKERS
from fanal.progress.models import Voice
from fanal.progress.proved import ours
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

SOURCE: Final = "voices"
COLUMNS: Final = ("country", "language", "words", "speaker", "uses", "cleared_on", "until")


def voices(actor: Actor) -> list[Voice]:
    """Those of the organisation, the newest first."""
    return list(visible(actor, Voice.objects.all()).order_by("-made_at", "pk"))


def voice(actor: Actor, pk: UUID, *, lock: bool = False) -> Voice:
    """One of them. Raises `NotHere`."""
    return found(actor, Voice, pk, lock=lock)


def is_believed(row: Voice) -> bool:
    """Whether it is as the last deed left it."""
    return stated.is_each(row.pk, [row])


def lacks(row: Voice, output: Output, now: datetime) -> str:
    """Why it cannot stand in such a document now; nothing where it can."""
    today = now.date()
    if row.ended_on is not None:
        return _("Taken back on %(day)s.") % {"day": web.day_words(row.ended_on)}
    if output not in row.uses:
        return _("Its speaker did not let it be used for this.")
    if row.until < today:
        return _("Its speaker let it be used until %(day)s.") % {"day": web.day_words(row.until)}
    if reviews.standing(row.org_id, item(row), today).state not in reviews.GOOD:
        return _("It was not reviewed.")
    return "" if is_believed(row) else stated.words()


@transaction.atomic
def add(actor: Actor, said: Mapping[str, Any], now: datetime) -> Voice:
    """Keep a statement. Raises `NotAllowed`, `NotNow`: where somebody is named or a child could be known, nothing is
    kept."""
    ask(actor, ADD_VOICE)
    row = Voice(org_id=actor.org, made_by_id=actor.person, made_at=now)
    for name in COLUMNS:
        setattr(row, name, said[name])
    row.words = row.words.strip()
    need(
        (not row.words, _("Write what was said."), "words"),
        (row.cleared_on > now.date(), _("Choose today or a day before it."), "cleared_on"),
        (row.until < now.date(), _("Choose a day from today on."), "until"),
        (not row.uses, _("Choose for which documents its speaker let it be used."), "uses"),
    )
    wording.need_plain(actor, {"words": row.words})
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), ADD_VOICE, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def end(actor: Actor, pk: UUID, now: datetime) -> Voice:
    """Whoever said it wants it used no more. Documents that have it are marked, and leave no more."""
    row = voice(actor, pk, lock=True)
    ask(actor, END_VOICE, row)
    stated.need_each(row.pk, [row])
    if row.ended_on is not None:
        raise NotNow(_("This is written down already."))
    row.ended_on = now.date()
    row.save(update_fields=["ended_on"])
    journal.write(row.pk, actor.signatory(), END_VOICE, at=now, items=[stated.whole(row)])
    return row


# ---- reviewed ----


def item(row: Voice) -> reviews.Item:
    """A statement as something to review; other words, or another use, ask anew."""
    told = [row.words, row.language, row.speaker, sorted(row.uses)]
    title = web.dots(str(SPEAKERS[row.speaker]), country_name(row.country, web.spoken()))
    return reviews.Item(
        SOURCE, row.pk.hex, title, json.dumps(told, ensure_ascii=False).encode(), lambda: _shown(row), org=row.org_id,
        wrote=frozenset({row.made_by_id}),
    )  # fmt: skip


def _shown(row: Voice) -> tuple[list[str], list[list[object]]]:
    lines = (
        (_("What was said"), row.words), (_("By whom"), SPEAKERS[row.speaker]),
        (_("For which documents"), web.listed(str(OUTPUTS[Output(one)]) for one in row.uses)),
        (_("Until"), web.day_words(row.until)),
    )  # fmt: skip
    return [_("Part"), _("Text")], [[name, text] for name, text in lines]


def _items() -> Iterator[reviews.Item]:
    return ours(item, Voice.objects.filter(ended_on=None).order_by("pk"))


def declare() -> None:
    """Called once when the room starts."""
    reviews.declare_source(
        reviews.Source(
            SOURCE,
            lazy("Statements of people"),
            lazy(
                "Did the speaker know where it will stand, and can they take it back? Does it hurt them or others to "
                "read it there? Can nobody be known by it?"
            ),
            (reviews.Reviewer.SURVIVOR, reviews.Reviewer.CLINICAL),
            _items,
            waits=True,
        )
    )
