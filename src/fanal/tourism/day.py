"""What travel adds to *My day*: of representatives what waits in the countries of their mandates, by the clocks of the
secretariat; of a company what its plan and its membership ask of it beside its duties."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import may, visible
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import known
from fanal.tourism.backing import PENDING, REVIEW
from fanal.tourism.desk import standing
from fanal.tourism.desk.acts import titled, url_of
from fanal.tourism.desk.plan_acts import place_of
from fanal.tourism.desk.plan_acts import url_of as plan_url
from fanal.tourism.desk.reporting import report_url
from fanal.tourism.evidence.duties import LOOK
from fanal.tourism.membership import duties
from fanal.tourism.membership.flow import JOINED, State
from fanal.tourism.models import Action, ActionState, Evidence, Membership, Token
from fanal.tourism.planning import actions
from fanal.tourism.plans import criteria, plans
from fanal.tourism.policy import READ, REPRESENTATIVE
from fanal.tourism.said import said as said_of
from fanal.web import api as web
from fanal.web.api import day

SOON: Final = timedelta(days=30)
_ENDING: Final = timedelta(days=90)
"""So long before its end a membership is renewed."""
_IN_PLACE: Final = 3
_MOST: Final = 2_000
MOST: Final = 20
"""So many of what waits, and of whom to talk to, stand on the day of a representative."""


def open_doors() -> None:
    """Called once when the room starts."""
    day.section(READ, waits)


def waits(actor: Actor, now: datetime) -> day.Section:
    """What somebody can do now."""
    if actor.org_kind is OrgKind.COMPANY:
        return day.Section(_("Your company"), list(_of_company(actor, now)), work=True)
    return day.Section(_("Companies of your countries"), list(_of_representative(actor, now)), work=True)


# ---- a representative ----


def _of_representative(actor: Actor, now: datetime) -> Iterator[day.Row]:
    if not actor.has(REPRESENTATIVE):
        return
    every, sent = standing.listed(actor)
    found = [
        (kind, row.pk, titled(row), report_url(row) if kind is duties.READ_REPORT else url_of(row))
        for row, kind in standing.needs(actor, every, sent)
    ]
    if may(actor, REVIEW):
        found += [
            (LOOK, one.pk, titled(one.membership), reverse("travel:document", args=[one.pk])) for one in _shown(every)
        ]
    dues = _dues([kind for kind, *_more in found])
    waiting = [day.Row(_(kind.words), url, dues.get((kind.code, pk)), about) for kind, pk, about, url in found]
    yield from _first(sorted(waiting, key=lambda one: (one.due is None, one.due or now)))
    yield from _first([row for _on, row in sorted(_late(every, now), key=lambda one: one[0])])


def _first(rows: Sequence[day.Row]) -> Iterator[day.Row]:
    """The most urgent of them; and how many there are in all, where all companies stand."""
    yield from rows[:MOST]
    if len(rows) > MOST:
        words = _("The most urgent stand here; in all there are %(number)s. To the list of companies")
        yield day.Row(words % {"number": web.digits(len(rows))}, reverse("travel:home"))


def _shown(every: list[Membership]) -> list[Evidence]:
    """The documents of these memberships that nobody looked at yet."""
    found = Evidence.objects.filter(state=PENDING, membership__in=every)
    return list(found.select_related("membership__org").order_by("pk"))


def _dues(kinds: list[DutyKind]) -> dict[tuple[str, object], datetime]:
    """Until when the secretariat owes it: the clock is the same for both."""
    wanted = list({kind.code: kind for kind in kinds}.values())
    found = clocks.open_duties(kinds=wanted, limit=_MOST) if wanted else []
    return {(one.kind, one.subject): one.due_at for one in reversed(found)}


def _late(every: list[Membership], now: datetime) -> Iterator[tuple[date, day.Row]]:
    """Companies to talk to before it is too late, and when that is."""
    today = now.date()
    for row in every:
        due, last, state = row.report_due_on, row.valid_until, State(row.state)
        if state is State.OVERDUE and due:
            yield due, day.Row(_("Its yearly report is late"), url_of(row), None, _about(row, due))
        elif state is State.REPORT_DUE and due and due <= today + SOON:
            yield due, day.Row(_("Its yearly report is due soon"), url_of(row), None, _about(row, due))
        if state in JOINED and last and last <= today + _ENDING:
            yield last, day.Row(_("Its membership ends"), url_of(row), None, _about(row, last))


def _about(row: Membership, on: date) -> str:
    return web.dots(titled(row), web.day_words(on))


# ---- a company ----


def _of_company(actor: Actor, now: datetime) -> Iterator[day.Row]:
    mine, _sent = standing.listed(actor)
    for row in mine:
        yield from _of_membership(row, now)
    yield from _of_plan(actor, [row for row in mine if State(row.state) in JOINED], now)
    ending = visible(actor, Token.objects.filter(ended_on=None, until__lte=now.date() + SOON, until__gte=now.date()))
    for one in ending.order_by("until", "pk"):
        words = _("A program sends no more from then on: make a new token")
        yield day.Row(words, reverse("systems:page"), None, web.dots(one.name, web.day_words(one.until)))


def _of_membership(row: Membership, now: datetime) -> Iterator[day.Row]:
    """Where no clock runs, since it is the company's own pace, or people decide."""
    match State(row.state):
        case State.DRAFT if not row.steps.filter(move="return").exists():
            todo = standing.first_task(standing.tasks(row))
            words = _("Go on with your application") if todo else _("Send your application in")
            yield day.Row(words, todo[1] if todo else url_of(row), None, web.dots(titled(row), todo[0] if todo else ""))
        case State.SUSPENDED:
            yield day.Row(_("Suspended: read what has to change, and do it"), url_of(row), None, titled(row))
    after = criteria.newer(row, now.date()) if State(row.state) in JOINED else None
    if after is not None:
        last = criteria.until(row, after)
        about = web.dots(titled(row), web.day_words(last) if last else "")
        yield day.Row(_("There are newer criteria: look at what differs, and go over"), plan_url(row), None, about)


def _of_plan(actor: Actor, mine: list[Membership], now: datetime) -> Iterator[day.Row]:
    """Actions that are due, or late, and not in place yet: those of this person, and those of nobody."""
    today = now.date()
    near = visible(actor, Action.objects.filter(ended_on=None, due__lte=today + SOON)).order_by("due", "pk")
    every = [one for one in near if one.owner_id in {None, actor.person}]
    said = plans.newest(every, today)
    for one in every:
        row = next((each for each in mine if one.requirements.get(each.programme)), mine[0] if mine else None)
        if row is not None and not _is_in_place(row, one, said.get(one.pk, {}), today):
            names = plans.serves(one, row)
            asked = next((each for each in known.criteria(row).requirements if each.id in names), None)
            words = _("Your plan says that this is due") if one.owner_id else _("Say who does this: nobody is named")
            url = place_of(row, names[0]) if names else plan_url(row)
            about = web.dots(words, web.day_words(one.due))
            yield day.Row(said_of(asked.text) if asked else one.text, url, None, about)


def _is_in_place(row: Membership, action: Action, said: Mapping[str, ActionState], today: date) -> bool:
    return all(place in said and said[place].level >= _IN_PLACE for place in actions.places(row, action, today))
