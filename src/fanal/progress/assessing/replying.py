"""What an office of a state answers to what will be said of it: by its link, once, or by a letter that one person types
and another compares. It is kept as it came, and nothing of it is changed; it moves no state, and nothing waits for it.

The link works for whoever has it and the number that was told by telephone (`linking`): wrong numbers are tried ever
slower.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, as_seen, ask, need, need_second, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.progress import wording
from fanal.progress.assessing import cells, duties, linking
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.policy import ANSWER, COMPARE, CONFIRM, REPLY, TRANSLATE, TYPE
from fanal.progress.models import BesideReply, Cell, Notice, StateReply
from fanal.progress.recognised import child_in
from fanal.vocabulary.filters import MediaRefused, filter_text, seen
from fanal.web import api as web

MOST: Final = 2000
"""Characters of a reply."""
LASTS: Final = timedelta(days=365)
"""So long the link of an office works, also when what was said is published: a late reply stands beside it, too."""


# ---- by the link ----


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link is about. `reply`: what was replied already; `over`: it is not said any more, or the year is over."""

    notice: Notice
    where: Place
    reply: StateReply | None
    over: bool

    @property
    def until(self) -> date:
        """Until when it is waited for; a later reply is shown as well."""
        return cells.waits_until(self.notice)


def asked(token: str, now: datetime, *, lock: bool = False) -> Asked:
    """What the link of an office is about. Raises `NotHere`."""
    rows = Notice.objects.filter(token=linking.code_of(token)).select_related("assessment__cell")
    notice = rows.first()
    if notice is None:
        raise NotHere
    cell = notice.assessment.cell
    where = cells.place(cell.country, cell.item, lock=lock)
    if where.cell is None or not cells.is_believed(where.cell):
        raise NotHere
    found = cells.work(where.cell)
    said = {found.assessment.pk if found else None, *(one.assessment_id for one in cells.published(where.cell)[:1])}
    over = notice.assessment_id not in said or now > notice.at + LASTS
    return Asked(notice, where, cells.reply(notice), over)


@transaction.atomic
def _kept(token: str, told: Mapping[str, Any], now: datetime) -> StateReply:
    found = asked(token, now, lock=True)
    if found.reply is not None or found.over or found.where.cell is None:
        raise NotNow(_("Nothing more can be sent by this link. Write to whoever sent it to you."))
    row = _made(found.notice, told, now.date(), now)
    _write(keyfile.installation(), row, found.where, REPLY, now)
    return row


def reply(token: str, told: Mapping[str, Any], now: datetime) -> StateReply:
    """Keep what an office answers. `told`: `proof`, `office`, `name` with `consent`, `language`, `words`. Raises
    `NotHere`, `NotNow` by field; then nothing is kept."""
    found = asked(token, now)
    _need_said(told, letter=False)
    if cells.waits_for_number(found.notice):
        none = _(
            "Nobody told you a number yet. Ask whoever sent you the link to call you; a letter is a reply as well."
        )
        raise NotNow(none, "proof")
    tries = network.pace.Tries(f"tries:reply:{found.notice.pk}", known=True)
    if wait := tries.begin(now.timestamp()):
        raise NotNow(network.pace.too_often(wait, known=True), "proof")
    if not linking.fits(found.notice, told["proof"]):
        raise NotNow(_("This is not the number that you were told by telephone. It has 8 digits."), "proof")
    tries.fitted()
    return _kept(token, told, now)


# ---- a letter ----


@transaction.atomic
def type_letter(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> StateReply:
    """Type a reply that came by letter, as it came; another person compares it. `told`: as of `reply` without proof,
    `on`, and `corrects`: what was typed wrongly before. Raises `NotAllowed`, `NotNow`."""
    ask(actor, TYPE)
    held, notice = _told(where, told["seen"])
    before = cells.reply(notice)
    today = now.date()
    need(
        (before is not None and before.by_id is None, _("It came by the link, as they wrote it. It stays so."), ""),
        (
            before is not None and not told["corrects"].strip(),
            _("A reply stands here. Write what was typed wrongly, for the log of corrections."),
            "corrects",
        ),
        (
            before is None and bool(told["corrects"].strip()),
            _("No reply stands here yet: leave this empty."),
            "corrects",
        ),
        (not notice.told_on <= told["on"] <= today, _("Choose a day since the notice, until today."), "on"),
    )
    _need_said(told, letter=True)
    wording.need_plain(actor, {"corrects": told["corrects"]})
    row = _made(notice, told, told["on"], now)
    row.by_id, row.corrects = actor.person, told["corrects"].strip()
    _write(actor.signatory(), row, held, TYPE, now)
    return row


@transaction.atomic
def confirm(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> BesideReply:
    """Say, as a second person, that a letter was typed as it came: from then on it is the reply."""
    ask(actor, CONFIRM)
    held, notice = _told(where, told["seen"], cells.to_confirm)
    waits = cells.typed(notice)
    if waits is None:
        raise NotNow(_("No typed letter waits for a second person."))
    need_second(actor, _cell(held), TYPE)
    return _beside(actor, held, waits, CONFIRM, now, kind=cells.CONFIRMED)


# ---- beside it ----


@transaction.atomic
def answer(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> BesideReply:
    """Answer one point of a reply: changed, or not changed because. `last`: all of them are answered. A reply to what
    was published before is answered first."""
    ask(actor, ANSWER)
    held, notice = _told(where, told["seen"], cells.to_answer)
    row = _replied(notice)
    wording.need_plain(actor, {name: told[name] for name in ("point", "words")}, [row.office])
    return _beside(
        actor, held, row, ANSWER, now, kind=cells.ANSWERED, point=told["point"].strip(), changed=told["changed"],
        words=told["words"].strip(), last=told["last"],
    )  # fmt: skip


@transaction.atomic
def translate(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> BesideReply:
    """Put a reply beside itself in another language. It is shown once a second person compared it."""
    ask(actor, TRANSLATE)
    held, notice = _told(where, told["seen"])
    row = _replied(notice)
    need(
        (told["language"] == row.language, _("The reply is in this language already."), "language"),
        (bool(child_in(told["words"])), _child(letter=True), "words"),
    )
    return _beside(
        actor, held, row, TRANSLATE, now, kind=cells.TRANSLATED, language=told["language"], words=told["words"].strip()
    )


@transaction.atomic
def compare(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> BesideReply:
    """Say, as a second person, that a translation says what the reply says: from then on it is shown, the newest of its
    language. `told`: `which`, the translation that the person read. Raises `NotAllowed`, `NotNow`."""
    ask(actor, COMPARE)
    held, _notice = _told(where, "")
    assert held.cell is not None
    waits = [each for row in cells.replied(held.cell) for each in cells.to_compare(row).values()]
    one = next((each for each in waits if str(each.pk) == told["which"]), None)
    if one is None:
        raise NotNow(_("This translation does not wait for a second person any more."), "which")
    if one.by_id == actor.person:
        raise NotNow(_("You translated this. Somebody else compares it."), "which")
    return _beside(actor, held, one.reply, COMPARE, now, kind=cells.COMPARED, point=str(one.pk), language=one.language)


# ---- what they share ----


def _told(where: Place, seen: str, of: Callable[[Cell], Notice | None] = cells.notice) -> tuple[Place, Notice]:
    """A place, held, with the notice that a deed is about: the one that the person saw, of all that everybody reads or
    read, or that is about to be said; believed."""
    held = cells.place(where.country, where.item, lock=True)
    every = cells.told(held.cell) if held.cell else []
    if held.cell is None or not every:
        raise NotNow(_("The state was not told of this yet."))
    cells.need_believed(held.cell)
    meant = [one for one in every if str(one.assessment_id) == seen] if seen else [of(held.cell) or every[0]]
    as_seen(bool(meant))
    return held, meant[0]


def _replied(notice: Notice) -> StateReply:
    row = cells.reply(notice)
    if row is None:
        raise NotNow(_("No reply stands here yet."))
    return row


def _cell(held: Place) -> Any:
    assert held.cell is not None
    return held.cell.pk


def _made(notice: Notice, told: Mapping[str, Any], on: date, now: datetime) -> StateReply:
    return StateReply(
        notice=notice, office=told["office"].strip(), name=told["name"].strip(), language=told["language"],
        words=told["words"].strip(), on=on, at=now,
    )  # fmt: skip


def _write(by: Signatory, row: StateReply | BesideReply, held: Place, deed: str, now: datetime) -> None:
    row.save(force_insert=True)
    assert held.cell is not None
    journal.write(held.cell.pk, by, deed, at=now, items=[stated.whole(row)])
    duties.follow(held.cell, now)


def _beside(actor: Actor, held: Place, row: StateReply, deed: str, now: datetime, **said: Any) -> BesideReply:
    made = BesideReply(reply=row, by_id=actor.person, at=now, **said)
    _write(actor.signatory(), made, held, deed, now)
    return made


def _need_said(told: Mapping[str, Any], *, letter: bool) -> None:
    """Raises `NotNow` with all that keeps a reply from being printed as it came."""
    words, office, name = (seen(str(told[one])).strip() for one in ("words", "office", "name"))
    avoided = wording.avoided(words)
    need(
        (not office, _("Write which office replies."), "office"),
        (not words, _("Write the reply."), "words"),
        (len(words) > MOST, _too_long(letter=letter), "words"),
        (_has_link(words), _("Leave out links, addresses of pages and files: it is printed as text."), "words"),
        (bool(child_in(words)), _child(letter=letter), "words"),
        (
            bool(avoided) and not letter,
            _("Some words hurt children. Use others, then send it: %(which)s") % {"which": web.dots(*avoided)},
            "words",
        ),
        (
            bool(name) and not told["consent"],
            _("A name is printed only where that person agrees. Tick that they do, or leave it out."),
            "consent",
        ),
    )


def _too_long(*, letter: bool) -> str:
    if letter:
        return _("At most 2,000 characters are printed. Where you leave something out, write [cut].")
    return _("At most 2,000 characters are printed. Nothing of yours is lost: make it shorter, and send it again.")


def _child(*, letter: bool) -> str:
    if letter:
        return wording.cut_child()
    return _("One child could be known by this. Leave it out, then send it again.")


def _has_link(words: str) -> bool:
    try:
        return bool(filter_text(words, lines=True).removed)
    except MediaRefused:
        return True
