"""A cell of the board as it stands: what was found, read, told and published; and whether anybody made it so who writes
to the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fanal.access.api import NotHere, stated
from fanal.progress.commitments import rubrics, rules
from fanal.progress.commitments.rubrics import Commitment
from fanal.progress.models import (
    BesideReply,
    Cell,
    CountryAssessment,
    Notice,
    Publication,
    Reading,
    ReplyNumber,
    StateReply,
)  # fmt: skip
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.evidence import State

STATE, DISPUTE = "state", "dispute"
CONFIRMED, ANSWERED, TRANSLATED, COMPARED = "confirmed", "answer", "translation", "compared"
_NOTICES: Final = "notices__replies__beside"
_PARTS: Final = (
    (CountryAssessment, "cell"), (Reading, "assessment__cell"), (Notice, "assessment__cell"),
    (ReplyNumber, "notice__assessment__cell"), (StateReply, "notice__assessment__cell"),
    (BesideReply, "reply__notice__assessment__cell"), (Publication, "assessment__cell"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A commitment and a country, whether somebody has looked or not. `cell`: None where nobody has."""

    country: str
    commitment: Commitment
    cell: Cell | None

    @property
    def item(self) -> str:
        return self.commitment.id


def place(country: str, item: str, *, lock: bool = False) -> Place:
    """A place of the board. Raises `NotHere`."""
    if not is_country(country) or item not in rubrics.shipped():
        raise NotHere
    rows = Cell.objects.select_for_update() if lock else Cell.objects.all()
    return Place(country, rubrics.shipped()[item], rows.filter(country=country, item=item).first())


def every_row(cell: Cell) -> list[Any]:
    """All that the chain of a cell names whole."""
    found: list[Any] = [cell]
    for table, way in _PARTS:
        found += table._default_manager.filter(**{way: cell})
    return found


def need_believed(cell: Cell) -> None:
    """Raises `NotAllowed` where something of a cell is not as it was written: nothing may rest on it."""
    stated.need_each(cell.pk, every_row(cell))


def is_believed(cell: Cell) -> bool:
    """Whether all of it is as it was written."""
    return stated.is_each(cell.pk, every_row(cell))


def assessments(cell: Cell) -> list[CountryAssessment]:
    """What was found, the newest first, with who read it, whom was told, and whether it is published."""
    rows = cell.assessments.select_related("by", "org", "publication__by").prefetch_related("readings__org", _NOTICES)
    return list(rows.order_by("-at", "-pk"))


def published(cell: Cell) -> list[Publication]:
    """What everybody read, the newest first."""
    rows = Publication.objects.filter(assessment__cell=cell).select_related("assessment__by", "assessment__org")
    return list(rows.prefetch_related("assessment__readings__org", f"assessment__{_NOTICES}").order_by("-version"))


def state(publications: Iterable[Publication]) -> CountryAssessment | None:
    """The assessment that stands, of publications with the newest first; two readers who do not agree move nothing."""
    return next((one.assessment for one in publications if one.kind == STATE), None)


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody is about to say of a place. `step`: who is next."""

    assessment: CountryAssessment
    readings: list[Reading]
    notice: Notice | None
    published: bool

    @property
    def agreed(self) -> bool:
        return bool(self.readings) and self.readings[-1].agrees

    @property
    def disputed(self) -> bool:
        """Whether two rounds ended without agreement: both texts are shown, and the state before it stays."""
        return bool(self.readings) and not self.readings[-1].agrees and self.assessment.round > 1

    @property
    def refused(self) -> bool:
        """Whether a reader said no to a first round: somebody writes it anew."""
        return bool(self.readings) and not self.readings[-1].agrees and self.assessment.round == 1

    @property
    def kind(self) -> str:
        return DISPUTE if self.disputed else STATE


def work(cell: Cell | None) -> Work | None:
    """The newest assessment of a place, published or not; None where nobody has looked."""
    one = assessments(cell)[:1] if cell else []
    if not one:
        return None
    readings = sorted(one[0].readings.all(), key=lambda row: (row.at, row.pk))
    notices = sorted(one[0].notices.all(), key=lambda row: (row.at, row.pk))
    return Work(one[0], readings, notices[0] if notices else None, hasattr(one[0], "publication"))


def stands(cell: Cell | None) -> CountryAssessment | None:
    """The assessment of a place that everybody reads."""
    return state(published(cell)) if cell else None


def before(cell: Cell | None) -> State:
    """The state that everybody reads of a place."""
    found = stands(cell)
    return State(found.state) if found else State.NOT_ASSESSED


def needs_notice(found: Work, before_it: CountryAssessment | None) -> bool:
    """Whether the state hears of it first. A dispute says something new of it, and so do fewer points with which the
    state is called the same."""
    new, old = found.assessment, before_it
    fewer = old is not None and None not in {old.points, new.points} and (new.points or 0) < (old.points or 0)
    then = State(old.state) if old else State.NOT_ASSESSED
    return found.disputed or fewer or rules.needs_notice(then, State(new.state))


def free_on(found: Work, before_it: CountryAssessment | None) -> date | None:
    """From which day on it can be published; None where the state must be told first and was not. Time runs from the
    day on which somebody wrote down that it was told, and called: no day that is typed shortens it."""
    if not needs_notice(found, before_it):
        return found.assessment.at.date()
    return waits_until(found.notice) if found.notice else None


def waits_until(notice: Notice) -> date:
    """Until when a reply is waited for: since the letter, and by the link since somebody called the office."""
    called = notice.numbers.order_by("at", "pk").first() if reply(notice) is None else None
    since = max(notice.at, called.at) if called else notice.at
    return rules.free_on(since.date(), reached=notice.reached)


def notice(cell: Cell) -> Notice | None:
    """What the state was told last: of what somebody is about to say, else of what is published."""
    found = work(cell)
    if found is None or found.notice is not None:
        return found.notice if found else None
    last = published(cell)[:1]
    return next(iter(last[0].assessment.notices.all()), None) if last else None


def told(cell: Cell) -> list[Notice]:
    """The notices of what everybody reads or read, and of what is about to be said, the newest first."""
    live = work(cell)
    waits = [live.notice] if live and live.notice and not live.published else []
    return [*waits, *(one for row in published(cell) for one in row.assessment.notices.all())]


def to_answer(cell: Cell) -> Notice | None:
    """The notice whose reply somebody answers now: the oldest whose reply waits for its last answer; else the
    newest."""
    late = [one for one in reversed(told(cell)) if waits_for_answer(one)]
    return late[0] if late else notice(cell)


def to_confirm(cell: Cell) -> Notice | None:
    """The oldest notice of which a typed letter waits for a second person; else the newest."""
    late = [one for one in reversed(told(cell)) if typed(one)]
    return late[0] if late else notice(cell)


def open_to_letters(cell: Cell) -> list[Notice]:
    """The notices to which a letter may be typed: not those whose office sent its reply by the link."""
    return [one for one in told(cell) if (row := reply(one)) is None or row.by_id is not None]


def replied(cell: Cell) -> list[StateReply]:
    """What the state replied to any of them, the newest notice first."""
    return [row for one in told(cell) if (row := reply(one)) is not None]


def number(notice: Notice) -> ReplyNumber | None:
    """The number that holds: the newest."""
    return notice.numbers.order_by("at", "pk").last()


def waits_for_number(notice: Notice) -> bool:
    """Whether an office has a link and nobody made its number: it cannot reply by it."""
    return notice.reached and number(notice) is None and reply(notice) is None


def waits_for_answer(notice: Notice) -> bool:
    """Whether a reply came of which not every point is answered."""
    row = reply(notice)
    return row is not None and not any(one.last for one in beside(row, ANSWERED))


def reply(notice: Notice) -> StateReply | None:
    """What the state replied: by the link, or the last letter that a second person compared."""
    return next((one for one in replies(notice) if one.by_id is None or _is_confirmed(one)), None)


def typed(notice: Notice) -> StateReply | None:
    """A letter that somebody typed and that waits for a second person."""
    last = next(iter(replies(notice)), None)
    return last if last is not None and last.by_id is not None and not _is_confirmed(last) else None


def beside(row: StateReply, kind: str) -> list[BesideReply]:
    """What people put beside a reply, in its order."""
    found = [one for one in row.beside.all() if one.kind == kind]
    return sorted(found, key=lambda one: (one.at, one.pk))


def translations(row: StateReply) -> dict[str, BesideReply]:
    """By language the newest translation that a second person compared with the reply."""
    good = {(one.point, one.language) for one in beside(row, COMPARED)}
    return {one.language: one for one in beside(row, TRANSLATED) if (str(one.pk), one.language) in good}


def to_compare(row: StateReply) -> dict[str, BesideReply]:
    """By language the newest translation, where nobody compared it yet."""
    good = {one.point for one in beside(row, COMPARED)}
    newest = {one.language: one for one in beside(row, TRANSLATED)}
    return {language: one for language, one in newest.items() if str(one.pk) not in good}


def replies(notice: Notice) -> list[StateReply]:
    """All that was typed or sent, the newest first."""
    return sorted(notice.replies.all(), key=lambda one: (one.at, one.pk), reverse=True)


def _is_confirmed(row: StateReply) -> bool:
    return bool(beside(row, CONFIRMED))
