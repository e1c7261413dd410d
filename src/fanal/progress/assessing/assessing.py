"""The four deeds on a cell. Each adds a row and names it in the chain of the cell; nothing is changed or taken away.

Whoever assessed neither reads it nor publishes it. A state that is new, lower, or goes away waits until the state that
it is about was told, and had its time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, as_seen, ask, every, need, need_second, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress import promised, wording
from fanal.progress.assessing import cells, citing, duties, linking, seconds
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.policy import ASSESS, PUBLISH, READ_SECOND, TELL
from fanal.progress.commitments import rules
from fanal.progress.commitments.rubrics import Commitment
from fanal.progress.models import Cell, CountryAssessment, Notice, Publication, Reading
from fanal.vocabulary.countries import country_name
from fanal.vocabulary.evidence import State
from fanal.vocabulary.filters import seen
from fanal.web import api as web

FIRST_DAY = date(1996, 8, 31)
"""The Agenda is of that day: before it, there was nothing to keep."""


def engine(where: Place, now: datetime) -> tuple[State | None, list[justice.Verdict]]:
    """What the law does of a commitment, and of which items that follows."""
    found = justice.benchmark(where.country, now) if where.commitment.law else {}
    return of_law(where.commitment, found)


def of_law(one: Commitment, found: Mapping[str, justice.Verdict]) -> tuple[State | None, list[justice.Verdict]]:
    """The same, of the items as they stand in a country."""
    verdicts = [found[name] for name in one.law if name in found]
    return rules.verdict(each.state for each in verdicts) if one.law else None, verdicts


def beside(where: Place, now: datetime) -> dict[str, Any]:
    """The same for a page. `unreviewed`: it rests on law that no lawyer of the country has reviewed."""
    verdict, verdicts = engine(where, now)
    return {"verdict": verdict, "verdicts": verdicts, "unreviewed": any(one.unreviewed for one in verdicts)}


@transaction.atomic
def assess(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> CountryAssessment:
    """Say where a country stands, for a day. Raises `NotAllowed`, `NotNow` with all that is missing."""
    ask(actor, ASSESS)
    where, cell, new = _cell(where)
    row = drafted(actor, replace(where, cell=None) if new else where, told, now)
    row.cell = cell
    _add(actor, row, cell, ASSESS, now, *([stated.whole(cell)] if new else []))
    duties.looked_again(cell, now)
    return row


def drafted(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> CountryAssessment:
    """What would be kept of it; nothing is. Raises as `assess`."""
    if where.cell is not None:
        cells.need_believed(where.cell)
    live = cells.work(where.cell)
    as_seen(told["seen"] == (str(live.assessment.pk) if live else ""))
    waits = live is not None and not live.published and not live.readings and live.assessment.by_id != actor.person
    state, points = _state(told)
    verdict, _of = engine(where, now)
    need(
        (waits, _("A colleague assessed this, and a second reader reads it now."), ""),
        (live is not None and _pushes(live, actor), _pushed(), ""),
    )
    every(
        lambda: _need_said(told, state, verdict, cells.stands(where.cell), now.date()),
        lambda: _need_plain(actor, where, told, "rationale", "searched", "differs", "ties", "corrects"),
    )
    finding = state.is_finding
    row = CountryAssessment(
        as_of=told["as_of"], state=state.value, points=points, rationale=told["rationale"].strip(),
        citations=citing.resolve(told["citations"], told["as_of"], now) if finding else [],
        searched=told["searched"].strip(), differs=told["differs"].strip(), confidence=told["confidence"],
        ties=told["ties"].strip(), corrects=told["corrects"].strip(), by_id=actor.person, org_id=actor.org, at=now,
    )  # fmt: skip
    row.round = 2 if live and not live.published and live.refused else 1
    return row


def _need_plain(actor: Actor, where: Place, told: Mapping[str, Any], *fields: str) -> None:
    """Raises `NotNow`, by field, where a text that everybody may read names a person or a place in a country."""
    names = [country_name(where.country, language) for language in ("en", web.spoken())]
    wording.need_plain(actor, {field: str(told[field]) for field in fields}, names)


def _pushes(live: cells.Work, actor: Actor) -> bool:
    """Whether another row would push aside what a second reader read: of a yes whoever wrote it may write anew, and
    what two do not agree on is published with both texts."""
    if live.published or not (live.agreed or live.disputed):
        return False
    return live.disputed or live.assessment.by_id != actor.person


def _pushed() -> str:
    return _(
        "This was read already. Publish it, and assess it again then; or ask whoever assessed it to write it anew, if "
        "the reader agreed."
    )


def _need_said(
    told: Mapping[str, Any], state: State, verdict: State | None, stands: CountryAssessment | None, today: date
) -> None:
    """Raises `NotNow` with all that is missing of an assessment. `stands`: the one that everybody reads."""
    finding = state.is_finding
    need(
        (
            stands is not None and told["as_of"] < stands.as_of,
            _("What everybody reads is of a later day. Choose that day, or a later one."),
            "as_of",
        ),
        (not FIRST_DAY <= told["as_of"] <= today, _("Choose a day from the Agenda of 1996 on, until today."), "as_of"),
        (finding and not seen(told["rationale"]), _("Write why, in words that everybody can read."), "rationale"),
        (finding and not told["confidence"], _("Say how sure you are."), "confidence"),
        (finding and not told["citations"], _("Name at least one source: nobody says this without one."), "citations"),
        (
            state is State.NO_DATA and not seen(told["searched"]),
            _("List where you looked in vain: without that, nobody has looked."),
            "searched",
        ),
        (
            state is State.NOT_ASSESSED and stands is None,
            _("Nobody reads anything here yet: nothing can be taken back. Leave it as it is."),
            "found",
        ),
        (
            state is State.NOT_ASSESSED and not told["rationale"].strip(),
            _("Write why what stood here does not hold any more."),
            "rationale",
        ),
        (
            rules.differ(verdict, state) and not told["differs"].strip(),
            _("The law engine finds another state. Write why you do not: both stand beside each other."),
            "differs",
        ),
    )


def _state(told: Mapping[str, Any]) -> tuple[State, int | None]:
    """Points give the state; without any it is what was chosen of the two that have none."""
    choice = told["found"]
    if choice.isdecimal():
        return rules.state_of(int(choice)), int(choice)
    return State(choice), None


def _cell(where: Place) -> tuple[Place, Cell, bool]:
    """The cell of a place, held until the deed is done; of two who begin at once the second meets the first."""
    cell, new = Cell.objects.get_or_create(country=where.country, item=where.item)
    held = cells.place(where.country, where.item, lock=True)
    return held, cell, new


def _add(actor: Actor, row: Any, cell: Cell, deed: str, now: datetime, *beside: Item) -> None:
    row.save(force_insert=True)
    journal.write(cell.pk, actor.signatory(), deed, at=now, items=[stated.whole(row), *beside])
    duties.follow(cell, now)


@dataclass(frozen=True, slots=True)
class _Open:
    cell: Cell
    work: cells.Work


def _open(where: Place, seen: str) -> _Open:
    held = cells.place(where.country, where.item, lock=True)
    found = cells.work(held.cell)
    if held.cell is None or found is None:
        raise NotNow(_("Nobody has looked at this yet."))
    cells.need_believed(held.cell)
    as_seen(seen in {"", str(found.assessment.pk)})
    if found.published:
        raise NotNow(_("This is published already: a colleague was first. Look at what everybody reads now."))
    return _Open(held.cell, found)


@transaction.atomic
def read(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> Reading:
    """Say yes or no to an assessment, as another person, of another organisation where there is a reader."""
    ask(actor, READ_SECOND)
    found = _open(where, told["seen"])
    one = found.work.assessment
    need_second(actor, found.cell.pk, ASSESS)
    need(
        *seconds.against_reading(actor, found.work, seconds.Able(now.date())),
        (
            not told["agrees"] and not told["words"].strip(),
            _("Write why not, so that both texts can be read."),
            "words",
        ),
    )
    _need_plain(actor, where, told, "words", "ties")
    row = Reading(assessment=one, agrees=told["agrees"], words=told["words"].strip(), ties=told["ties"].strip())
    row.by_id, row.org_id, row.at = actor.person, actor.org, now
    _add(actor, row, found.cell, READ_SECOND, now)
    return row


@dataclass(frozen=True, slots=True)
class Told:
    """What is shown once to whoever told an office: the secret of its link. The number is made by somebody else."""

    notice: Notice
    token: str


@transaction.atomic
def tell(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> Told:
    """Write down that an office was told, or that none could be reached and what was tried. From then on time runs."""
    ask(actor, TELL)
    found = _open(where, told["seen"])
    need(
        (not (found.work.agreed or found.work.disputed), _("First a second reader says yes or no to it."), ""),
        (found.work.notice is not None, _("The state was told already."), ""),
        (not told["office"].strip(), _("Write which office was told, or which one you looked for."), "office"),
        (not told["how"].strip(), _("Write how: by which letter, or what you tried."), "how"),
        (
            not _since(found) <= told["told_on"] <= now.date(),
            _("Choose a day since the reading, until today."),
            "told_on",
        ),
    )
    _need_plain(actor, where, told, "office", "how")
    row = Notice(assessment=found.work.assessment, office=told["office"].strip(), how=told["how"].strip())
    row.reached, row.told_on, row.by_id, row.at = told["reached"], told["told_on"], actor.person, now
    token = linking.token_of(row) if row.reached else ""
    _add(actor, row, found.cell, TELL, now)
    return Told(row, token)


def _since(found: _Open) -> date:
    return found.work.readings[-1].at.date() if found.work.readings else date.max


@transaction.atomic
def publish(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> Publication:
    """Let everybody read it, as another person than whoever assessed it; a state that is new, lower or goes away only
    after notice and time. Raises `NotAllowed`, `NotNow`."""
    ask(actor, PUBLISH)
    found = _open(where, told["seen"])
    need_second(actor, found.cell.pk, ASSESS)
    need_ready(found.work, found.cell, now)
    row = Publication(assessment=found.work.assessment, kind=found.work.kind, corrects=found.work.assessment.corrects)
    row.version = len(cells.published(found.cell)) + 1
    row.by_id, row.at = actor.person, now
    rests: Sequence[Any] = (
        found.cell,
        found.work.assessment,
        *found.work.readings,
        *([found.work.notice] if found.work.notice else []),
    )
    try:
        with transaction.atomic():
            _add(actor, row, found.cell, PUBLISH, now, *map(stated.whole, rests))
    except IntegrityError:  # two at once: the second sees the first
        raise NotNow(_("This is published already: a colleague was first. Look at what everybody reads now.")) from None
    return row


def need_ready(found: cells.Work, cell: Cell, now: datetime) -> None:
    """Raises `NotNow` where nobody may publish it yet: one way for all, which a test walks."""
    free = cells.free_on(found, cells.stands(cell))
    need(
        (not (found.agreed or found.disputed), _("First a second reader says yes or no to it."), ""),
        (
            found.notice is not None and cells.waits_for_number(found.notice),
            _("First somebody else than who told the office makes its number and calls: without it it cannot reply."),
            "",
        ),
        (
            cell.item not in promised.public(now.date()),
            _("First an analyst compares our wording of this promise with the full text, under Reviews."),
            "",
        ),
        (free is None, _("It says something new or lower: first the state is told, and can reply."), ""),
        (
            free is not None and now.date() < free,
            _("The state can reply until then. It can be published from %(day)s on.") % {"day": web.day_words(free)},
            "",
        ),
    )
