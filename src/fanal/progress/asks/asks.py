"""The deeds on an ask. Each adds a row and names it in the chain of the ask; a second person reads what is asked, a
survivor adviser and, of law, a lawyer too, before it is sent. Only `stop` takes anything away: all text, at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, as_seen, found, need, need_second, stated, visible
from fanal.access.api import ask as need_allowed
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress import wording
from fanal.progress.asks import duties, flow, ledger, reviewing, words
from fanal.progress.asks.flow import WAYS, State
from fanal.progress.asks.ledger import Held, Text
from fanal.progress.asks.policy import MERGE, NOTE, REVIEW, SEND, SILENCE, STOP, WITHDRAW, WRITE
from fanal.progress.asks.starting import Start
from fanal.progress.assessing import citing
from fanal.progress.commitments import rubrics
from fanal.progress.models import Ask, AskStep, AskWording
from fanal.progress.recognised import child_in
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

TEXT: Final = ("title", "text", "smallest")
_COLUMNS: Final = ("addressee", "addressee_kind", "partners", "owners", "consulted", "changed")


# ---- what they share ----


def held_for(actor: Actor, pk: UUID, deed: str, to: State | None = None) -> Held:
    """One of the organisation, held until the deed is done, believed, and such that it can come to a state."""
    row = found(actor, Ask, pk, lock=True)
    need_allowed(actor, deed, row)
    held = ledger.of(row)
    ledger.need_believed(held)
    if to is not None and to not in WAYS[held.state]:
        raise NotNow(_("This cannot be done as the ask stands now: %(state)s") % {"state": words.STATES[held.state][0]})
    return held


def written(actor: Actor, held: Held, deed: str, now: datetime, *items: Item) -> Held:
    journal.write(held.row.pk, actor.signatory(), deed, at=now, items=items)
    after = ledger.of(held.row)
    duties.follow(after, now)
    return after


def _step(actor: Actor, held: Held, to: State, now: datetime, **more: Any) -> Item:
    """A further step, as a row."""
    row = AskStep(ask=held.row, state=to.value, by_id=actor.person, at=held.after(now), on=more.pop("on", now.date()))
    for name, value in more.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return stated.whole(row)


def need_said(actor: Actor, texts: Mapping[str, str], houses: Iterable[str] = ()) -> None:
    """Raises `NotNow`, by field, where a text names a person or a place in a country, uses a term that is blocked, or
    could show a child."""
    wording.need_plain(actor, texts, [one for one in houses if one])


def _day(on: date, first: date, today: date, field: str = "on") -> tuple[bool, str, str]:
    said = _("Choose a day from %(first)s on, until today.") % {"first": web.day_words(first)}
    return not first <= on <= today, said, field


# ---- what is asked ----


@transaction.atomic
def begin(actor: Actor, start: Start, said: Mapping[str, Any], now: datetime) -> Held:
    """Write an ask for the first time. Raises `NotAllowed`, `NotNow` with all that is missing."""
    need_allowed(actor, WRITE)
    row = Ask(org_id=actor.org, country=start.country, kind=said["kind"], reform=start.reform, practice=start.practice)
    row.by_id, row.at = actor.person, now
    need((said["kind"] not in start.kinds, _("Choose from the list."), "kind"))
    one = _worded(actor, row, said, {}, now)
    row.save(force_insert=True)
    one.save(force_insert=True)
    if start.reform is not None:
        duties.asked(start.reform, actor.org, now)
    held = Held(row, (one,), (), ())
    return written(actor, held, WRITE, now, stated.whole(row), stated.whole(one))


@transaction.atomic
def correct(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Held:
    """Write it anew, until it is sent. What a second person had read before is a draft again."""
    held = held_for(actor, pk, WRITE, State.DRAFT)
    as_seen(said["seen"] == str(held.wording.pk))
    return _again(actor, held, _worded(actor, held.row, said, held.wording.texts, held.after(now)), now)


@transaction.atomic
def translate(actor: Actor, pk: UUID, lang: str, text: Text, now: datetime) -> Held:
    """Write it in another language as well, until it is sent. The language in which it was written stays."""
    held = held_for(actor, pk, WRITE, State.DRAFT)
    was = held.wording
    need((lang == was.lang, _("It is written in this language. Choose another one."), "lang"))
    _need_text(actor, lang, text, was.addressee, was.partners)
    one = AskWording(ask=held.row, lang=was.lang, commitments=was.commitments, evidence=was.evidence)
    for name in _COLUMNS:
        setattr(one, name, getattr(was, name))
    one.texts, one.by_id, one.at = {**was.texts, lang: _kept(text)}, actor.person, held.after(now)
    return _again(actor, held, one, now)


def _again(actor: Actor, held: Held, one: AskWording, now: datetime) -> Held:
    one.save(force_insert=True)
    items = [stated.whole(one)]
    if held.state is State.REVIEWED:
        items.append(_step(actor, held, State.DRAFT, now))
    return written(actor, held, WRITE, now, *items)


def _kept(text: Mapping[str, str]) -> Text:
    return {name: text[name].strip() for name in TEXT}


def _need_text(actor: Actor, lang: str, text: Mapping[str, str], *houses: str) -> None:
    need(
        (lang not in dict(settings.LANGUAGES), _("Choose from the list."), "lang"),
        (not text["title"].strip(), _("Give it a title."), "title"),
        (not text["text"].strip(), _("Write what is asked for, and why."), "text"),
    )
    need_said(actor, {name: text[name] for name in TEXT}, houses)


def _need_beside(actor: Actor, row: Ask, said: Mapping[str, Any]) -> None:
    beside = {name: said[name].strip() for name in ("addressee", "partners", "changed")}
    need_said(actor, beside, beside.values())
    if flow.Addressee(said["addressee_kind"]) in flow.PUBLIC_OFFICES:  # a firm may bear the name of somebody
        need_said(actor, {"addressee": beside["addressee"]}, [country_name(row.country, said["lang"])])


def _worded(actor: Actor, row: Ask, said: Mapping[str, Any], texts: Mapping[str, Text], now: datetime) -> AskWording:
    """What is asked, as it was filled in; nothing is stored yet."""
    promised = [one for one in rubrics.shipped() if one in said["commitments"]]
    people = {str(one.id) for one in network.persons(actor.org)}
    consulted, changed = said["consulted"], said["changed"].strip()
    need(
        (not said["addressee"].strip(), _("Write which office is asked."), "addressee"),
        (not promised, _("Choose at least one promise that this is about."), "commitments"),
        (not said["citations"], _("Name at least one source: nobody asks without one."), "citations"),
        (
            row.kind in flow.OF_LAW and not said["smallest"].strip(),
            _("Write the smallest change that would do."),
            "smallest",
        ),
        (
            consulted and not changed,
            _("Write what changed since survivors were asked. If nothing did, say so."),
            "changed",
        ),
        (not set(said["owners"]) <= people, _("Choose from the list."), "owners"),
    )
    _need_text(actor, said["lang"], said, said["addressee"], said["partners"])
    _need_beside(actor, row, said)
    one = AskWording(ask=row, by_id=actor.person, at=now, lang=said["lang"], commitments=promised)
    for name in _COLUMNS:
        value = said[name]
        setattr(one, name, value.strip() if isinstance(value, str) else value)
    one.evidence = citing.resolve(said["citations"], now.date(), now)
    need(
        (
            any(child_in(each["ref"]) for each in one.evidence),
            wording.of_child(),
            "citations",
        )
    )
    one.changed = changed if consulted else ""
    one.texts = {**texts, said["lang"]: _kept(said)}
    return one


@transaction.atomic
def review(actor: Actor, pk: UUID, seen: str, now: datetime, *, holds: bool = True, why: str = "") -> Held:
    """A second person, who wrote nothing of it, says that it holds, or why not: then it is written anew first. Raises
    `NotAllowed`, `NotNow`."""
    held = held_for(actor, pk, REVIEW, State.REVIEWED)
    need_second(actor, held.row.pk, WRITE)
    need((held.wrote(actor.person), _("You wrote in this. Somebody else reads it."), ""))
    need(
        (held.refused, _("Somebody said no to this. It is written anew first."), ""),
        (not holds and not why.strip(), _("Write why not, so that it can be written anew."), "why"),
    )
    as_seen(seen == str(held.wording.pk))
    if holds:
        return written(actor, held, REVIEW, now, _step(actor, held, State.REVIEWED, now))
    need_said(actor, {"why": why}, [held.wording.addressee])
    return written(actor, held, REVIEW, now, _step(actor, held, State.DRAFT, now, words=why.strip()))


# ---- sent, and what an office does ----


@transaction.atomic
def send(actor: Actor, pk: UUID, on: date, source: str, again: bool, now: datetime) -> Held:
    """It went to the office. From now on everybody can read it, and the time to answer runs from the day on which this
    is written down. `again`: although the office was asked the same."""
    held = held_for(actor, pk, SEND, State.SENT)
    need(*reviewing.lacks(held, now.date()))
    twin = next((one for one in ledger.same(held) if one.is_public), None) if not again else None
    need(
        _day(on, held.steps[-1].at.date(), now.date()),
        (not source.strip(), _("Write by which letter, or on which way."), "source"),
        (
            twin is not None,
            _("This office was asked the same: %(title)s. Make the two one, or tick that you ask again.")
            % {"title": twin.text(web.spoken())["title"] if twin else ""},
            "again",
        ),
    )
    need_said(actor, {"source": source}, [held.wording.addressee])
    return written(actor, held, SEND, now, _step(actor, held, State.SENT, now, on=on, source=source.strip()))


@transaction.atomic
def note(actor: Actor, pk: UUID, to: str, on: date, source: str, more: str, now: datetime) -> Held:
    """Write down what the office did, on which day, and where that stands."""
    state = State(to)
    held = held_for(actor, pk, NOTE, state)
    need((state not in flow.NOTED, _("Choose from the list."), "to"))
    need(
        _day(on, held.steps[-1].on, now.date()),
        (not source.strip(), _("Write where that stands: a letter, a gazette, minutes."), "source"),
    )
    need_said(actor, {"source": source, "words": more}, [held.wording.addressee])
    step = _step(actor, held, state, now, on=on, source=source.strip(), words=more.strip())
    return written(actor, held, NOTE, now, step)


@transaction.atomic
def note_silence(actor: Actor, pk: UUID, now: datetime) -> Held:
    """Nobody answered within the time that the kind of office has."""
    held = held_for(actor, pk, SILENCE, State.NO_ANSWER)
    said = _("The time to answer runs until %(day)s.") % {"day": web.day_words(held.silent_on)}
    need((now.date() < held.silent_on, said, ""))
    return written(actor, held, SILENCE, now, _step(actor, held, State.NO_ANSWER, now))


@transaction.atomic
def withdraw(actor: Actor, pk: UUID, why: str, now: datetime) -> Held:
    """It is asked no more. That it was sent stays for everybody to read."""
    held = held_for(actor, pk, WITHDRAW, State.WITHDRAWN)
    need((not why.strip(), _("Write why it is withdrawn."), "why"))
    need_said(actor, {"why": why}, [held.wording.addressee])
    return written(actor, held, WITHDRAW, now, _step(actor, held, State.WITHDRAWN, now, words=why.strip()))


@transaction.atomic
def merge(actor: Actor, pk: UUID, into: UUID, now: datetime) -> Held:
    """Two asks of the organisation are the same: this one becomes a part of the other, whose clock goes on."""
    both = visible(actor, Ask.objects.select_for_update(of=("self",))).filter(pk__in=[pk, into])
    list(both.order_by("pk").values_list("pk"))  # in one order, whichever becomes a part of which
    held = held_for(actor, pk, MERGE, State.WITHDRAWN)
    kept = next((one for one in ledger.takes_in(held, actor.org) if one.row.pk == into), None)
    need((kept is None, _("Choose an ask of your organisation that asks this office the same."), "into"))
    step = _step(actor, held, State.WITHDRAWN, now, into_id=into)
    return written(actor, held, MERGE, now, step)


@transaction.atomic
def stop(actor: Actor, pk: UUID, now: datetime) -> Held:
    """A child could be known by it, or a survivor adviser says no: nothing of its text is kept, in public neither."""
    held = held_for(actor, pk, STOP, State.STOPPED)
    empty: dict[str, Any] = {
        "addressee": "", "texts": {}, "evidence": [], "partners": "", "changed": "", "source": "", "words": "",
        "ours": "", "others": "",
    }  # fmt: skip
    parts: tuple[Any, ...] = (*held.wordings, *held.steps, *held.fates)
    for row in parts:
        for name in set(row.whole) & set(empty):
            setattr(row, name, empty[name])
        row.save()
    return written(actor, held, STOP, now, *map(stated.whole, parts), _step(actor, held, State.STOPPED, now))
