"""The one-time page of a provider without an account (CM-47): made while they are asked, opened by a code that is told
on the telephone, three times at most within 72 hours. It shows the card; their yes opens the pack; the answer counts as
if it had been rung in. Whoever answers holds no key of the file: clear columns that are stated decide."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, Opened, need, open_record, stated
from fanal.cases import duties as of_files
from fanal.cases.codes import WORKED_ON, ServiceState
from fanal.cases.directory import answers, keeping
from fanal.cases.files import apart, by_code, record
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, ProviderPage, Referral
from fanal.cases.packed import PackItem
from fanal.cases.passing_on import pack
from fanal.cases.planning import duties as of_help
from fanal.cases.referring import clock, duties, page, seen
from fanal.cases.referring.policy import PAGE, PAGE_ANSWER, PAGE_SEEN, SEE
from fanal.cases.referring.referring import held, offered, same
from fanal.cases.referring.seen import Seen
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, DeclineReason
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused
from fanal.web.api import codes

_BOXES: Final = frozenset({"personal", "content"})


# ---- whoever asks ----


def make(actor: Actor, row_id: UUID, said: Said, now: datetime) -> vault.Receipt:
    """A page for a provider who is on the telephone: they are asked by it, where nobody asked them yet, and their time
    to answer begins. One of before ends. Raises `NotHere`, `NotAllowed`, `NotNow` where it is not what was seen."""
    need((not said.get("spoken_to"), _("Answer this."), "spoken_to"))
    with held(actor, row_id, PAGE, now) as (case, opened, row):
        record.need_state(row, State.DRAFT, State.OFFERED)
        made = same(actor, opened, row, now)
        if row.state == State.DRAFT:
            offered(case, opened, row, made, said["spoken_to"], now)
        for before in page.live(row.pk):
            page.end(before, actor.signatory(), now)
        code = by_code.new()
        kept = {
            "card": made.made.card.to_json(), "pack": seen.stored(made), "provider": str(made.provider.pk),
            "asked": opened.read(row, "content").asked,
        }  # fmt: skip
        entities = _entities(made.made.pack.leaves)
        new = ProviderPage(
            case=case, referral=row, locator=code.locator, pepper=code.pepper, ends_at=_ends(made, now),
            made_of=page.made_of(_fresh(case), entities), **record.by(actor, now),
        )  # fmt: skip
        to = [*apart.works(case, _BOXES), (code.principal, _BOXES)]
        apart.make(new, kept, to, actor.signatory(), PAGE, now)
    return code.code


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("child").get(pk=case.pk)


def _ends(made: Seen, now: datetime) -> datetime:
    """After 72 hours, and never after what it rests on."""
    days = [one for one in (getattr(made.made.ground, "until", None), getattr(made.usable, "until", None)) if one]
    return min([now + page.LASTS, *(datetime.combine(one + timedelta(days=1), time.min, UTC) for one in days)])


def _entities(items: Collection[PackItem]) -> frozenset[str]:
    """The kinds of rows from which what leaves was taken."""
    return frozenset(pack.field_at(one.field).entity for one in items) - {"referral"}


def newest(row: Referral) -> ProviderPage | None:
    """The last page that was made for a referral."""
    rows = ProviderPage.objects.filter(referral=row, case=row.case).select_related("case", "referral")
    return rows.order_by("-made_at", "-pk").first()


def reason(actor: Actor, row: ProviderPage, now: datetime) -> str:
    """Why they said no on the page, as a code; empty where nothing of it can be read or believed."""
    purpose = AccessPurpose.CASEWORK
    with suppress(NotAllowed), open_record(actor, apart.ref(row), SEE, purpose=purpose, now=now, thing=row.case) as one:
        found = one.try_read(row, "personal") if one.holds(row) else None
        return str(found.declined_because) if found else ""
    return ""


# ---- whoever holds the code ----


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the card, and after their yes the pack. `left`: how often it opens still."""

    org: str
    card: Collection[PackItem]
    pack: Collection[PackItem]
    accepted: bool
    left: int
    ends_at: datetime
    zone: str


def has(code: vault.Receipt) -> bool:
    """Whether a code is one of ours: one short query, whichever code it is."""
    return _of(code).exists()


def _of(code: vault.Receipt) -> QuerySet[ProviderPage]:
    return ProviderPage.objects.filter(locator__in=by_code.locators(code), ended_at=None)


def whose(code: vault.Receipt) -> str:
    """Who gave a code whose page is over; empty where nothing of it is left."""
    row = ProviderPage.objects.filter(locator__in=by_code.locators(code)).select_related("case__org").first()
    return row.case.org.name if row else ""


def look(code: vault.Receipt, now: datetime) -> Shown:
    """What the page shows now; one opening more is counted. Raises `codes.NotFound` where it opens no more: also where
    what it was made of is another meanwhile, by which it ends."""
    with _visit(code, PAGE_SEEN, now, _count) as found:
        return _shown(found)


def accept(code: vault.Receipt, now: datetime) -> Shown:
    """They say yes, and see what they may be told. Sent again, it is one opening more. Raises as `look` does."""

    def again(row: ProviderPage, opened: Opened) -> None:
        if row.referral.state == State.ACCEPTED:
            _count(row, opened)

    with _visit(code, PAGE_ANSWER, now, again, answers_it=True) as found:
        row = found.row
        if row.referral.state != State.ACCEPTED:
            _answer(row, State.ACCEPTED, ServiceState.ACCEPTED, found.content.asked, now)
            of_files.begin(duties.OUTCOME, row.case, now, duties.OUTCOME.limit, subject=row.referral.pk)
        return _shown(found)


def decline(code: vault.Receipt, reason: str, now: datetime) -> None:
    """They say no, with the reason, and the page ends. Raises as `look` does, and `NotNow` without a reason."""
    need((reason not in set(DeclineReason), _("Say why."), "reason"))

    def write(row: ProviderPage, opened: Opened) -> None:
        if row.referral.state != State.OFFERED:
            raise codes.NotFound
        record.change(opened, row, {"card": "", "provider": "", "declined_because": reason})
        row.save()

    with _visit(code, PAGE_ANSWER, now, write, answers_it=True) as found:
        row = found.row
        _answer(row, State.DECLINED, ServiceState.DECLINED_BY_PROVIDER, found.content.asked, now)
        of_files.begin(duties.BACK, row.case, now, subject=row.referral.pk)


def _answer(row: ProviderPage, state: State, help_: ServiceState, asked: str, now: datetime) -> None:
    referral, by = row.referral, keyfile.installation(row.case.org_id)

    def then() -> None:
        """With their yes the clock of the help runs."""
        referral.answered_at = now
        is_own = referral.service.transition == referral.pk
        if state is State.ACCEPTED and is_own and referral.service.pk not in of_help.running(row.case):
            of_help.begin(row.case, referral.service, now)

    clock.move(referral, state, help_, by, PAGE_ANSWER, now, then=then, keep={"personal"})
    clocks.stop(referral.pk, duties.ANSWER, now=now)
    if asked and referral.offered_at:
        answers.answered(UUID(asked), round((now - referral.offered_at).total_seconds() / 3600))


class _Changed(Exception):
    """What a page was made of is another meanwhile: nothing of it was shown, and no entry says that it was."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A page that was opened, and what stood in it. `who`: the card, and who is asked."""

    row: ProviderPage
    who: Any = field(repr=False)
    content: Any = field(repr=False)


@contextmanager
def _visit(
    code: vault.Receipt, deed: str, now: datetime, keep: Callable[[ProviderPage, Opened], None], *,
    answers_it: bool = False,
) -> Iterator[_Found]:  # fmt: skip
    """A page that may be opened now, held with its file and opened once: `keep` is what is written in it. One that may
    not any more ends. `answers_it`: from the last opening somebody may answer still."""
    with transaction.atomic():
        row, found = _held(code), None
        if not _is_over(row, now, answers_it=answers_it):
            with suppress(_Changed), by_code.opening(row, code, deed, now, write=True) as opened:
                found = _Found(row, opened.read(row, "personal"), opened.read(row, "content"))
                if not _is_same(found, now):
                    found = None
                    raise _Changed
                keep(row, opened)
        if found is None:
            page.end(row, keyfile.installation(row.case.org_id), now)
        else:
            yield found
    if found is None:  # its end is kept
        raise codes.NotFound


def _count(row: ProviderPage, opened: Opened) -> None:
    """One opening more."""
    row.views += 1
    row.version += 1
    opened.state(row)
    row.save()


def _held(code: vault.Receipt) -> ProviderPage:
    found = _of(code).values_list("case", "pk").first()
    if found is None:
        raise codes.NotFound
    list(Case.objects.select_for_update(of=("self",)).filter(pk=found[0]).values_list("pk"))  # as deeds of people do
    rows = ProviderPage.objects.select_for_update(of=("self",)).filter(pk=found[1], ended_at=None)
    row = rows.select_related("case__child", "referral__service").first()
    row = by_code.held(row)
    row.referral.case = row.referral.service.case = row.case
    if len(stated.kept(row.case_id, [row.referral, row.referral.service])) < 2:
        raise codes.NotFound
    return row


def _is_over(row: ProviderPage, now: datetime, *, answers_it: bool) -> bool:
    asked = row.referral
    late = asked.state == State.OFFERED and asked.answer_due is not None and now >= asked.answer_due
    worked_on = row.case.status in WORKED_ON
    used = row.views >= page.VIEWS and not (answers_it and asked.state == State.OFFERED)
    return late or used or asked.state not in page.OPEN or now >= row.ends_at or not worked_on


def _is_same(found: _Found, now: datetime) -> bool:
    """Whether what it was made of lies as it lay, and data may go to this provider still."""
    row, org = found.row, found.row.case.org_id
    if isinstance(keeping.usable(org, UUID(found.who.provider), network.day_at(org, now)), Refused):
        return False
    return bytes(row.made_of) == page.made_of(row.case, _entities(seen.items(found.content.pack)))


def _shown(found: _Found) -> Shown:
    row = found.row
    accepted = row.referral.state == State.ACCEPTED
    told = seen.items(found.content.pack) if accepted else ()
    org = network.org(row.case.org_id)
    left = page.VIEWS - row.views
    return Shown(org.name, seen.items(found.who.card), told, accepted, left, row.ends_at, org.time_zone)
