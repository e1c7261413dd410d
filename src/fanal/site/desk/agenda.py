"""The order of My day: danger first, then one's own work by when it is due, then what one was only told of; paperwork
apart; like lines folded."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import granting, may, rules
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Deferral, DutyRef, Target, TargetKind
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonState, RingKind, Role
from fanal.web import api as web
from fanal.web import day as days

type Part = dict[str, Any]
type _Key = tuple[str, UUID]
"""Kind and subject of a duty."""

MOST = 500
"""So many tasks a person sees at once."""
DEFERRED: Mapping[Deferral, Promise] = {
    Deferral.AUTHORITY: lazy("We wait for an authority"),
    Deferral.PERSON: lazy("We wait for somebody else"),
    Deferral.NOT_SAFE: lazy("It is not safe to do it now"),
    Deferral.FEW_PEOPLE: lazy("We are too few"),
}

WEEK = timedelta(days=6)
SOON = timedelta(days=1)
"""What is due later in a file does not stand under danger because the child is in danger (own)."""
LONG = 5
"""From so many lines on, what one was only told of is folded."""
FOLD_FROM = 3
"""So many lines that read alike become one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: what, why it stands here, until when, where it is done."""

    words: str
    why: str
    due: datetime | None
    url: str
    later: str = ""
    """Where it is put off."""
    danger: bool = False
    """A child may be in danger: it comes first."""
    lasting: bool = False
    """And of what lasts only what is due now."""
    alarm: bool = False
    """It is itself about danger: it comes before that, whenever it is due."""
    paper: bool = False
    told: bool = False
    """Somebody else has it."""


@dataclass(frozen=True, slots=True)
class Several:
    """Lines that read alike: shown as one with their number, the first due before the others."""

    lines: Sequence[Line]

    @property
    def first(self) -> Line:
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the day: a code, its heading, its lines."""

    code: str
    title: str
    lines: Sequence[Line]

    @property
    def folded(self) -> list[Several]:
        """The lines, those that read alike as one; in danger each child has a line of its own."""
        return folded(self.lines, len(self.lines) + 1 if self.code == "danger" else FOLD_FROM)

    @property
    def shut(self) -> bool:
        """Whether it is opened by a press."""
        return self.code == "told" and len(self.lines) >= LONG


TITLES = {
    "danger": lazy("First: a child may be in danger"),
    "late": lazy("Late"),
    "today": lazy("Today"),
    "week": lazy("This week"),
    "later": lazy("Later"),
    "told": lazy("Others have it; you were told"),
}
PAPER = lazy("Paperwork")


def waiting_for(actor: Actor, limit: int) -> list[DutyRef]:
    """What waits for a person: held, free for one of their teams and roles, or told to them, here and at the
    secretariat for the whole network."""
    found = clocks.open_duties(org=actor.org, person=actor.person, owners=own(actor) + _of_nobody(actor), limit=limit)
    if actor.org_kind is OrgKind.SECRETARIAT:
        office = [Target.network(role) for role in sorted(actor.roles)]
        found = sorted([*found, *clocks.open_duties(owners=office, limit=limit)], key=lambda duty: duty.due_at)
    return found[:limit]


def own(actor: Actor) -> list[Target]:
    """Every team, role and grant whose free duties are also this person's."""
    kinds = sorted(network.teams.rings_of(actor.roles))
    teams = [Target.team(kind) for kind in kinds if actor.in_team(kind, None)]
    oversees = network.teams.named(actor.org, RingKind.INTAKE) if actor.has(Role.SUPERVISOR) else []
    teams += [Target.team(one.id) for one in {*oversees, *(team for team in actor.teams if team.name)}]
    roles = [Target.role(role) for role in sorted(actor.roles)]
    grants = [Target.grant(code) for code in sorted(actor.grants)]
    deeds = sorted({kind.owner.value for kind in clocks.all_kinds() if kind.owner.kind is TargetKind.DEED})
    return [*teams, *roles, *grants, *(Target.deed(code) for code in deeds if may(actor, code))]


def _of_nobody(actor: Actor) -> list[Target]:
    """Teams and roles in which nobody is: the clocks tell the managers in their place, and everybody where there are
    none."""
    here = [one.roles for one in network.persons(actor.org) if one.state is PersonState.ACTIVE]
    held = frozenset[Role]().union(*here)
    if Role.MANAGER in held and not actor.has(Role.MANAGER):
        return []
    teams = [Target.team(kind) for kind in RingKind if kind not in network.teams.rings_of(held)]
    teams += [Target.team(one.id if one.name else one.kind) for one in network.teams.empty(actor.org)]
    return [*teams, *(Target.role(role) for role in Role if role not in held)]


def lines_of(duties: Sequence[DutyRef], actor: Actor) -> list[Line]:
    """Each duty as a line; what they are about is asked once for each room. Of those of another organisation only what
    the person sees."""
    known = {kind.code: kind.words for kind in clocks.all_kinds()}
    mine = own(actor)
    free = {*mine, *_of_nobody(actor)}
    about, names = _about(duties, actor), network.names(duty.person for duty in duties if duty.person)
    covered = {one.covers for one in about.values() if not one.said}
    dues: dict[_Key | None, datetime] = {(duty.kind, duty.subject): duty.due_at for duty in duties}
    called = {one: named(one, actor) for one in {to for duty in duties for to in (duty.owner, duty.next) if to}}
    lines: list[tuple[datetime, Line]] = []
    for duty in duties:
        told = about.get((duty.kind, duty.subject))
        if not _is_shown(duty, told, actor, covered):
            continue
        line = _line(duty, known, about, actor, partial(_why, actor=actor, names=names, called=called, mine=mine))
        due = _due(duty, told or days.About(), dues)
        is_told = duty.person != actor.person and (duty.person is not None or duty.owner not in free)
        if told is not None and told.barred and not is_told:
            continue
        lines.append((due, replace(line, due=due, told=is_told)))
    return [line for _due, line in sorted(lines, key=itemgetter(0))]


def _due(duty: DutyRef, told: days.About, dues: Mapping[_Key | None, datetime]) -> datetime:
    """By when; of what covers another duty by when the first of both."""
    due = told.theirs or duty.due_at
    return min(due, dues.get(told.covers, due))


def _is_shown(duty: DutyRef, told: days.About | None, actor: Actor, covered: Collection[_Key | None]) -> bool:
    if told is None:
        return duty.org == actor.org
    return not told.said and (told.danger or (duty.kind, duty.subject) not in covered)


def _about(duties: Sequence[DutyRef], actor: Actor) -> dict[tuple[str, UUID], days.About]:
    asked: dict[days.Tells, list[DutyRef]] = {}
    for duty in duties:
        lead = days.lead_of(duty.kind)
        if lead is not None and lead.about is not None:
            asked.setdefault(lead.about, []).append(duty)
    found: dict[tuple[str, UUID], days.About] = {}
    for tells, of_room in asked.items():
        told = tells(actor, {duty.subject for duty in of_room})
        found |= {(duty.kind, duty.subject): told[duty.subject] for duty in of_room if duty.subject in told}
    return found


def _line(
    duty: DutyRef,
    known: dict[str, str],
    about: dict[tuple[str, UUID], days.About],
    actor: Actor,
    why: Callable[[DutyRef], str],
) -> Line:
    lead = days.lead_of(duty.kind)
    told = about.get((duty.kind, duty.subject), days.About())
    paper = lead is not None and lead.paper
    able = duty.org == actor.org and clocks.kind(duty.kind).put_off is not None and may(actor, "clocks.put_off")
    deferred = str(DEFERRED[duty.deferred]) if duty.deferred else ""
    return Line(
        words=str(told.task) or _(known.get(duty.kind, duty.kind)),
        later=reverse("desk:put-off", args=[duty.id]) if able else "",
        why=web.dots(str(told.words), deferred, "" if told.theirs else why(duty)),
        due=duty.due_at,
        url=_url(duty, lead, told, actor),
        danger=told.danger and not paper,
        lasting=told.lasting,
        alarm=lead is not None and lead.danger and duty.alert,
        paper=paper,
    )


def _url(duty: DutyRef, lead: days.Lead | None, told: days.About, actor: Actor) -> str:
    """Where it is done; for whoever may not do it where it is read, if anywhere."""
    if lead is None:
        return ""
    address = told.url or lead.address(duty.subject)
    return address if not lead.deed or may(actor, lead.deed, told.thing) else told.instead


def _why(
    duty: DutyRef, *, actor: Actor, names: Mapping[UUID, str], called: Mapping[Target, str], mine: list[Target]
) -> str:
    """Whose it is; of what one person has, also who hears of it when it is not done in time, and that somebody was
    told of what others have."""
    if duty.person != actor.person and (duty.person or duty.owner not in mine):
        who = names.get(duty.person, "") if duty.person else called[duty.owner]
        return _("You were told of it; it is with: %(who)s") % {"who": who}
    if duty.person is None:
        team = duty.owner.kind is TargetKind.TEAM
        words = _("Your team %(who)s can take it") if team else _("As %(who)s you can take it")
        return words % {"who": called[duty.owner]}
    if duty.next is None:
        return _("It is yours to do")
    return _("It is yours to do; told when it is late: %(who)s") % {"who": called[duty.next]}


def named(target: Target, actor: Actor | None = None) -> str:
    """A team, role, narrow duty or person in words; of whoever may do a deed that of it which the actor has, or all."""
    match target.kind:
        case TargetKind.DEED:
            rule = rules()[target.value]
            mine = (rule.roles & actor.roles, rule.grants & actor.grants) if actor else ((), ())
            roles, grants = mine if any(mine) else (rule.roles, rule.grants)
            names = (*(network.words.ROLES[one] for one in sorted(roles)), *_grants(grants))
            return web.listed(names)
        case TargetKind.TEAM:
            return network.teams.words_of(target.which)
        case TargetKind.GRANT:
            return next(_grants([target.value]))
        case TargetKind.PERSON:
            return network.person(UUID(target.value)).name
        case _:
            return str(network.words.ROLES[Role(target.value)])


def _grants(codes: Iterable[str]) -> Iterator[str]:
    return (str(granting.kind_of(one).name) for one in sorted(codes))


def groups(lines: Iterable[Line], now: datetime) -> list[Group]:
    """The parts of the day that have something in them, in order."""
    sorted_: dict[str, list[Line]] = {code: [] for code in TITLES}
    for line in lines:
        sorted_[_part(line, now)].append(line)
    sorted_["danger"] = _by_child(sorted(sorted_["danger"], key=lambda line: (not line.alarm, line.told)))
    return [Group(code, str(TITLES[code]), found) for code, found in sorted_.items() if found]


def _by_child(lines: Sequence[Line]) -> list[Line]:
    """One line for each concern or handover, with what is due first; what follows is said in it. What leads nowhere
    stays by itself."""
    found: dict[object, Line] = {}
    for number, line in enumerate(lines):
        key = line.url or number
        before = found.get(key)
        if before is None:
            found[key] = line
        else:
            then = _("after that: %(what)s") % {"what": line.words}
            found[key] = replace(before, why=web.dots(before.why, then))
    return list(found.values())


def _part(line: Line, now: datetime) -> str:
    if line.alarm or (line.danger and (not line.lasting or line.due is None or line.due <= now + SOON)):
        return "danger"
    if line.told:
        return "told"
    if line.due is None:
        return "later"
    if line.due <= now:
        return "late"
    today, day = timezone.localtime(now).date(), timezone.localtime(line.due).date()
    return "today" if day == today else "week" if day <= today + WEEK else "later"


def sections(added: Iterable[days.Section], papers: Sequence[Line]) -> tuple[list[Part], list[Part]]:
    """The lists beside the duties: those of the day's work, and paperwork, which begins with the duties of its kind.
    What rooms add under the same words is one list."""
    work: list[Part] = []
    paper: list[Part] = [{"title": PAPER, "lines": folded(papers)}] if papers else []
    for one in added:
        lines = folded([Line(str(row.words), str(row.note), row.due, row.url) for row in one.rows])
        part = work if one.work else paper
        if (last := next((held for held in part if held["title"] == one.title), None)) is not None:
            last["lines"] += lines
        elif lines or one.empty:
            part.append({"title": one.title, "lines": lines, "empty": one.empty})
    return work, paper


def folded(lines: Sequence[Line], at_least: int = FOLD_FROM) -> list[Several]:
    """Lines in the order of the first of each kind; at least so many that read alike become one."""
    alike: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        alike.setdefault((line.words, line.why), []).append(line)
    several: list[Several] = []
    for line in lines:
        same = alike[line.words, line.why]
        if len(same) < at_least:
            several.append(Several([line]))
        elif line is same[0]:
            several.append(Several(same))
    return several


def summary(found: Sequence[Group]) -> str:
    """How much there is, in the order in which it is done."""
    words = {
        "danger": _("%(n)s in danger"),
        "late": _("%(n)s late"),
        "today": _("%(n)s for today"),
        "week": _("%(n)s this week"),
    }
    parts = [words[group.code] % {"n": web.digits(len(group.lines))} for group in found if group.code in words]
    return web.listed(parts)
