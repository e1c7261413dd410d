"""The care of a child passes from hand to hand inside the organisation: offered, answered, ended. Until the answer
whoever had it stays responsible; with it worker, keys by name and duties change at once (CM-11, CM-42, CM-46).

Keys by name go with the offer, since the one who accepts holds none to give: the policy opens nothing before the answer
(decision 40)."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, found, need, open_record, stated, visible
from fanal.cases import duties, holding
from fanal.cases.access_terms import COMPARTMENTS, OPEN_TO_TEAM, WORKERS, child_ref, circle
from fanal.cases.codes import WORKED_ON
from fanal.cases.codes_work import HandOnKind, HandOnState
from fanal.cases.files import record
from fanal.cases.files.files import case_of
from fanal.cases.model.sealed import Said
from fanal.cases.models import Case, HandOn
from fanal.cases.passing_on.duties import HAND_ON
from fanal.cases.passing_on.policy import ACCEPT, DECLINE, END_HELP, OFFER, TAKE_BACK
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile, records
from fanal.network.contracts import Actor, PersonState, Role
from fanal.vocabulary.codes import AccessPurpose

CEILING: Final = 25
"""So many open files one worker has (own default; CM-11). Above it a manager says why."""
OVERLAP: Final = timedelta(days=14)
HEARD: Final = timedelta(days=14)
"""So long a no stands on the day of whoever offered (own)."""
LONGEST_HELP: Final = timedelta(days=183)
NOTE: Final = ("situation", "next_duties", "safety_now", "told_child")
"""What the next worker must know."""
_PLACES: Final = frozenset({"placement"})


# ---- to whom ----


def colleagues(case: Case, kind: HandOnKind) -> list[UUID]:
    """To whom a file can be offered: who is in the team that works on it; for the answering, supervisors."""
    roles = (Role.SUPERVISOR,) if kind is HandOnKind.SUPERVISE else WORKERS
    holds = {person for role in roles for person in network.role_people(case.org_id, role)}
    if kind is HandOnKind.ASSIGN and not case.restricted:
        holds &= set(network.team_people(case.org_id, circle(case)[0]))
    active = [one for one in holds if network.person(one).state is PersonState.ACTIVE]
    return sorted(set(active) - {case.owner_id, case.supervisor_id})


def load(org: UUID, person: UUID) -> int:
    """How many open files somebody has, with those that are offered to them."""
    own = Case.objects.filter(org=org, owner=person, status__in=WORKED_ON).count()
    offers = HandOn.objects.filter(case__org=org, to=person, kind=HandOnKind.ASSIGN, state=HandOnState.OFFERED).count()
    return own + offers


def need_room(actor: Actor, person: UUID, more: int, why: str) -> None:
    """Raises `NotNow` where somebody would have more files than the ceiling, and no manager says why (CM-11)."""
    if load(actor.org, person) + more <= CEILING or (why and actor.has(Role.MANAGER)):
        return
    words = _("This worker would have more than {n} open files. Only a manager may add one, with the reason.")
    raise NotNow(words.format(n=CEILING), "over_ceiling")


# ---- offering ----


def offer(actor: Actor, case_id: UUID, kind: HandOnKind, to: UUID, said: Said, key: UUID, now: datetime) -> HandOn:
    """Offer a file to a colleague. The same key makes one offer, however often it is sent (CM-42). Raises `NotHere`,
    `NotAllowed`, `NotNow` for what is missing or cannot be."""
    _need_said(kind, said)
    case = case_of(actor, case_id)
    known = visible(actor, HandOn.objects.filter(request_key=key)).first()
    if known is not None:
        return _same(known, case, kind, to, actor)
    with _both(actor, case_id, OFFER, now, grounded=True) as (case, opened, of_child):
        known = visible(actor, HandOn.objects.filter(request_key=key)).first()
        if known is not None:
            return _same(known, case, kind, to, actor)
        row = HandOn(
            case=case, kind=kind.value, to_id=to, state=HandOnState.OFFERED.value, until=_until(case, kind, said, now),
            parts=sorted(said.get("parts") or ()) if kind is HandOnKind.CO_WORK else [], request_key=key,
            before_id={HandOnKind.ASSIGN: case.owner_id, HandOnKind.SUPERVISE: case.supervisor_id}.get(kind),
            **record.by(actor, now),
        )  # fmt: skip
        _need_fit(case, kind, to)
        if kind is HandOnKind.ASSIGN:
            need_room(actor, to, 1, said.get("over_ceiling") or "")
        record.add(opened, row, {name: said.get(name) or "" for name in (*NOTE, "over_ceiling")})
        _give_keys(case, row, opened, of_child)
        team = duties.held(case.team_id, to, case.supervisor_id, restricted=case.restricted)
        clocks.start(HAND_ON, case.org_id, row.pk, about=case.pk, now=now, **team)
    return row


def _need_said(kind: HandOnKind, said: Said) -> None:
    notes = NOTE if kind is HandOnKind.ASSIGN else ("situation", "safety_now") if kind is HandOnKind.CO_WORK else ()
    need(
        *((not said.get(name), _("Whoever takes over needs this."), name) for name in notes),
        (kind is HandOnKind.CO_WORK and not said.get("until"), _("Say until when."), "until"),
    )


def _same(known: HandOn, case: Case, kind: HandOnKind, to: UUID, actor: Actor) -> HandOn:
    if (known.case_id, known.kind, known.to_id, known.made_by_id) != (case.pk, kind.value, to, actor.person):
        raise NotNow(_("This was sent already. Load the page again."))
    return known


def _until(case: Case, kind: HandOnKind, said: Said, now: datetime) -> date | None:
    """The last day that was chosen. Raises `NotNow` for one that lies too far, or has passed."""
    until: date | None = said.get("until") if kind is not HandOnKind.SUPERVISE else None
    longest = OVERLAP if kind is HandOnKind.ASSIGN else LONGEST_HELP
    today = network.day_at(case.org_id, now)
    if until is not None and not today <= until <= today + longest:
        raise NotNow(_("Choose a day within {n} days.").format(n=longest.days), "until")
    return until


def _need_fit(case: Case, kind: HandOnKind, to: UUID) -> None:
    waits = HandOn.objects.filter(case=case, kind=kind, state=HandOnState.OFFERED)
    waits = waits.filter(to=to) if kind is HandOnKind.CO_WORK else waits
    helps = HandOn.objects.filter(case=case, kind=HandOnKind.CO_WORK, to=to, state=HandOnState.ACCEPTED)
    need(
        (case.status not in WORKED_ON, _("This file is closed."), "to"),
        (to not in colleagues(case, kind), _("This colleague cannot take it: choose somebody of the team."), "to"),
        (waits.exists(), _("It is offered already, and waits for an answer."), "to"),
        (kind is HandOnKind.CO_WORK and helps.exists(), _("This colleague helps already."), "to"),
    )


def _give_keys(case: Case, row: HandOn, opened: Opened, of_child: Opened) -> None:
    """What the offer opens once it is accepted, by name. Raises `NotNow` where the one who offers cannot give it."""
    for one, kind in ((opened, "case"), (of_child, "child")):
        only = _by_name(case, row, kind)
        if not only <= one.keys.compartments:
            raise NotNow(_("Your keys do not open all of this file. Its worker or its supervisor offers it."))
        for to, boxes in records.to_people(case.org_id, [row.to_id], only) if only else ():
            one.held.grant(to, boxes)


def _by_name(case: Case, row: HandOn, kind: str) -> frozenset[str]:
    """What of a record opens by name: for who helps with parts, nothing that is of named people."""
    named = frozenset(COMPARTMENTS[kind]) - {"feedback"}
    if row.kind == HandOnKind.CO_WORK:
        return frozenset(OPEN_TO_TEAM) | (frozenset() if row.parts else _PLACES)
    return named if case.restricted else named - frozenset(OPEN_TO_TEAM)


@contextmanager
def _both(
    actor: Actor, case_id: UUID, deed: str, now: datetime, *, grounded: bool = False, ended: bool = False
) -> Iterator[tuple[Case, Opened, Opened]]:
    """The row of a file, its record and that of the child, open to be written."""
    with record.writing(actor, case_id, deed, now, grounded=grounded, ended=ended) as (case, opened):
        purpose = AccessPurpose.CASEWORK
        ref = child_ref(case.child)
        with open_record(actor, ref, deed, purpose=purpose, now=now, thing=case, write=True) as of_child:
            yield case, opened, of_child


# ---- answering ----


def hand_on_of(actor: Actor, row_id: UUID) -> HandOn:
    """An offer that the person may see. Raises `NotHere`."""
    return found(actor, HandOn, row_id, "case", "case__child", "made_by", "to", "before")


def accept(actor: Actor, row_id: UUID, now: datetime) -> HandOn:
    """Take it. A replay changes nothing. Raises `NotHere`, `NotAllowed`, `NotNow` where it was decided otherwise."""
    row = hand_on_of(actor, row_id)
    if row.state == HandOnState.ACCEPTED and row.to_id == actor.person:
        return row
    with _both(actor, row.case_id, ACCEPT, now) as (case, opened, of_child):
        row = _waiting(opened, case, actor, row_id)
        row.state = HandOnState.ACCEPTED.value
        old = row.before_id
        if row.kind == HandOnKind.ASSIGN:
            if actor.person == case.supervisor_id or old != case.owner_id:
                raise NotNow(_("The file changed hands meanwhile. Look at it again."))
            case.owner_id = row.to_id
            _end_help(opened, case, row.to_id)
        elif row.kind == HandOnKind.SUPERVISE:
            if actor.person == case.owner_id or old != case.supervisor_id:
                raise NotNow(_("The file changed hands meanwhile. Look at it again."))
            case.supervisor_id = row.to_id
        record.kept(opened, row)
        clocks.stop(row.pk, HAND_ON, now=now)
        if old is not None:
            case.version += 1
            opened.state(case)
            case.save(update_fields=["owner", "supervisor", "version"])
            _move_duties(case, old, row.to_id, now)
            if row.until is None:
                for one in (opened, of_child):
                    one.held.revoke("user", old.bytes)
    return row


def _again(actor: Actor, case: Case, row_id: UUID) -> HandOn:
    """An offer as it is now that its file is held."""
    row = found(actor, HandOn, row_id)
    row.case = case
    return row


def _waiting(opened: Opened, case: Case, actor: Actor, row_id: UUID) -> HandOn:
    row = _again(actor, case, row_id)
    if row.state != HandOnState.OFFERED or row.case_id != case.pk or not opened.holds(row):
        raise NotNow(_("This was answered or taken back meanwhile. Look at it again."))
    if actor.person != row.to_id:
        raise NotNow(_("This is offered to somebody else."))
    return row


def _end_help(opened: Opened, case: Case, person: UUID) -> None:
    """Whoever takes the file on helps no more: it is theirs."""
    for row in HandOn.objects.filter(case=case, kind=HandOnKind.CO_WORK, to=person, state=HandOnState.ACCEPTED):
        if opened.holds(row):
            row.state = HandOnState.ENDED.value
            record.kept(opened, row)


def _move_duties(case: Case, old: UUID, new: UUID, now: datetime) -> None:
    """What the one before had to do about this file, the next one has."""
    for one in clocks.open_duties(org=case.org_id, files=[case.pk]):
        if one.person == old:
            clocks.move(one.subject, clocks.kind(one.kind), Target.person(new), now=now, org=case.org_id)
    if case.restricted and case.supervisor_id == new:
        duties.hand_on(case, now)  # who hears of what is late is named in each


def decline(actor: Actor, row_id: UUID, why: str, now: datetime) -> None:
    """Say no, with the reason; whoever offered it hears. Raises as `accept` does."""
    need((not why, _("Please say why."), "declined_because"))
    row = hand_on_of(actor, row_id)
    with _both(actor, row.case_id, DECLINE, now, ended=True) as (case, opened, of_child):
        row = _waiting(opened, case, actor, row_id)
        row.state = HandOnState.DECLINED.value
        record.change(opened, row, {"declined_because": why})
        _shut(case, row, opened, of_child, now)


def refused(actor: Actor, now: datetime) -> list[HandOn]:
    """Offers of one's own to which a colleague said no within `HEARD`, and for which nobody else was asked since."""
    mine = visible(actor, HandOn.objects.filter(made_by=actor.person, made_at__gt=now - HEARD))
    newest: dict[tuple[UUID, str], HandOn] = {}
    for row in mine.select_related("case", "to").order_by("-made_at", "-pk"):
        newest.setdefault((row.case_id, row.kind), row)
    noes = [one for one in newest.values() if one.state == HandOnState.DECLINED and one.case.status in WORKED_ON]
    return [one for one in noes if stated.kept(one.case_id, [one])]


def take_back(actor: Actor, row_id: UUID, now: datetime) -> None:
    """The offer is taken back. Raises as `accept` does."""
    row = hand_on_of(actor, row_id)
    with _both(actor, row.case_id, TAKE_BACK, now, ended=True) as (case, opened, of_child):
        row = _again(actor, case, row_id)
        if row.state != HandOnState.OFFERED:
            raise NotNow(_("This was answered or taken back meanwhile. Look at it again."))
        row.state = HandOnState.WITHDRAWN.value
        _shut(case, row, opened, of_child, now)


def end_help(actor: Actor, row_id: UUID, now: datetime) -> None:
    """The help of a colleague ends now, or the days of whoever gave the file away. Raises as `accept` does."""
    row = hand_on_of(actor, row_id)
    with _both(actor, row.case_id, END_HELP, now, ended=True) as (case, opened, of_child):
        row = _again(actor, case, row_id)
        if row.state != HandOnState.ACCEPTED or row.until is None:
            raise NotNow(_("This has ended already."))
        row.state = HandOnState.ENDED.value
        _shut(case, row, opened, of_child, now)


def _shut(case: Case, row: HandOn, opened: Opened, of_child: Opened, now: datetime) -> None:
    """Keys by name go, but of whom the file is."""
    record.kept(opened, row)
    for person in _over(case, row):
        for one in (opened, of_child):
            one.held.revoke("user", person.bytes)
    clocks.stop(row.pk, HAND_ON, now=now, done=row.state == HandOnState.DECLINED)


def _over(case: Case, row: HandOn) -> Collection[UUID]:
    """Whose keys end with a row: not of who has the file, or still helps by another."""
    who = row.before_id if row.kind == HandOnKind.ASSIGN and row.state == HandOnState.ENDED else row.to_id
    mine = {HandOnState.OFFERED.value, HandOnState.ACCEPTED.value}
    others = HandOn.objects.filter(case=case, to=who, state__in=mine).exclude(pk=row.pk)
    if who is None or who in {case.owner_id, case.supervisor_id} or others.exists():
        return ()
    return (who,)


# ---- without any key ----


def end_due(now: datetime) -> int:
    """End the help whose last day is over, and take the keys. Returns how many ended. Key-less."""
    ended = 0
    for pk in list(HandOn.objects.filter(state=HandOnState.ACCEPTED, until__isnull=False).values_list("pk", flat=True)):
        with transaction.atomic():
            row = HandOn.objects.get(pk=pk)
            case = Case.objects.select_for_update(of=("self",)).select_related("child").get(pk=row.case_id)
            if row.until is None or row.until >= network.day_at(case.org_id, now):
                continue
            is_whole = bool(stated.kept(case.pk, [row]))
            row.case, row.state = case, HandOnState.ENDED.value
            row.version += 1
            row.save()
            by = keyfile.installation(case.org_id)
            for record_id in (case.pk, case.child_id):
                items = [item for person in _over(case, row) for item in records.take_from(record_id, person)]
                items += [stated.item(row)] if record_id == case.pk and is_whole else []
                if items:
                    journal.write(record_id, by, END_HELP, at=now, items=items)
            holding.write(case)
            ended += 1
    return ended


# ---- all files of somebody who leaves ----


def of_worker(actor: Actor, worker: UUID) -> list[Case]:
    """The open files of a worker that a supervisor may offer now, in one order: without those that are offered
    already."""
    seen = visible(actor, Case.objects.filter(owner=worker, status__in=WORKED_ON, restricted=False))
    waits = visible(actor, HandOn.objects.filter(kind=HandOnKind.ASSIGN, state=HandOnState.OFFERED))
    return list(seen.exclude(pk__in=waits.values("case")).select_related("child").order_by("opened_on", "pk"))


def left_behind(actor: Actor) -> list[Case]:
    """Open files whose worker has left the organisation, that are offered to nobody: no child has nobody unseen."""
    if not (gone := network.have_left(actor.org)):
        return []
    seen = visible(actor, Case.objects.filter(status__in=WORKED_ON, owner__in=gone))
    waits = visible(actor, HandOn.objects.filter(kind=HandOnKind.ASSIGN, state=HandOnState.OFFERED))
    return list(seen.exclude(pk__in=waits.values("case")).select_related("owner").order_by("opened_on", "pk"))


def offer_all(
    actor: Actor, worker: UUID, to: UUID, said: Said, keys: Mapping[UUID, UUID], now: datetime
) -> list[HandOn]:
    """One offer for each file of a worker who leaves: all, or none. `keys`: the files that were shown, each with its
    key. The count shown is the count made (CM-46). Raises `NotNow` where they are not the same any more, and as `offer`
    does."""
    with transaction.atomic():
        made = visible(actor, HandOn.objects.filter(request_key__in=keys.values()))
        if len(made) == len(keys) and made:
            return list(made)
        if {case.pk for case in of_worker(actor, worker)} != set(keys):
            raise NotNow(_("The files of this worker are not those that you saw. Look again."))
        need_room(actor, to, len(keys), said.get("over_ceiling") or "")
        return [offer(actor, case, HandOnKind.ASSIGN, to, said, key, now) for case, key in keys.items()]
