"""Linkage runs (docs/research.md, "Studies and runs"): who takes part, what they agreed on, how far it is, and its end.

A run counts how many children are on which lists, without names, for one study. Each step is one row, seen by everybody
who takes part: who, when, the hash of what was sent. What is sent lies sealed to its one recipient, and is gone when
the run closes, is stopped, or its day of deletion passes (DNH-43).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, ask, found, need, visible
from fanal.access.api import deciding as rule
from fanal.access.contracts import Line, LineState
from fanal.clocks import api as clocks
from fanal.engines.linkage.api import FEWEST_ROWS, PURPOSE, LinkageError, RunAgreement, scheme_for, scheme_of, trial
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import agreements, keyfile, rings
from fanal.network.contracts import Actor, AgreementPurpose, NetworkError, OrgKind, RingKind
from fanal.research import deciding, duties, sealed_parts, turns, wording
from fanal.research.contracts import Stage, Verdict
from fanal.research.models import LinkageRun, RunStep, SealedPart, Study
from fanal.research.policy import ASSENT_ROLES, GATE_ROLES
from fanal.research.runs import duties as duties_runs
from fanal.research.runs import turns as run_turns
from fanal.research.runs.policy import ASKED, GATE, JOIN, OPEN, PURGE, STOP, acted_as, members
from fanal.research.runs.turns import RunState
from fanal.research.studies import duties as duties_studies
from fanal.research.studies.run_result import RESULT
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.dates import Interval
from fanal.vocabulary.results import Refused

OVERDUE = "The day of deletion passed."
"""Why a run ended, as it is kept; shown as what the engine says is (`engine_words`)."""
LONGEST = timedelta(days=90)
"""From opening to the day of deletion; encodings live for days of it only."""
CATEGORIES = frozenset({DataCategory.IDENTITY})
"""What encodings are made from, whatever cannot be read in them."""
UNITS = frozenset({OrgKind.OFFICE, OrgKind.MEMBER})
"""Never an authority: police get nothing of a run, not even encoded lists."""
JOINED = "joined"


ENDED = frozenset({RunState.CLOSED, RunState.STOPPED})


@dataclass(frozen=True, slots=True)
class RunForm:
    """What the person who opens a run says. `population`: who is counted, in words; `first`, `last`: the period.
    `use`: which study it serves, `harms`: whom the answer could harm and what is done against it."""

    title: str
    population: str
    first: date
    last: date
    members: tuple[UUID, ...]
    unit: UUID
    delete_by: date
    use: str
    harms: str


# ---- what is there ----


def run_of(actor: Actor, run_id: UUID, *, lock: bool = False) -> LinkageRun:
    """A run that the actor may see. Raises `NotHere`."""
    return found(actor, LinkageRun, run_id, "org", "unit", "made_by", lock=lock)


def runs_of(actor: Actor) -> list[LinkageRun]:
    """The runs that the actor may see, newest first."""
    rows = visible(actor, LinkageRun.objects.all()).select_related("org", "unit")
    return list(rows.prefetch_related("steps__org").order_by("-made_at", "pk")[:200])


def steps_of(run: LinkageRun) -> list[RunStep]:
    """Every step, in order of time."""
    return list(run.steps.select_related("org", "by").order_by("at", "pk"))


def list_name(run: LinkageRun, org: UUID) -> str:
    """What the list of a member is called in the run and in all that is published: no name of an organisation."""
    return f"list {members(run).index(org) + 1:02d}"


def people_of(run: LinkageRun) -> list[UUID]:
    """Everybody who takes part: the members with a list, then the unit."""
    return [*members(run), run.unit_id]


def agreement_of(run: LinkageRun) -> RunAgreement:
    """What was agreed on, as the engine takes it. Raises `NotNow` before everybody joined."""
    most = dict(run.steps.filter(step=JOINED).values_list("org_id", "rows"))
    try:
        return RunAgreement(
            run=run.pk,
            purpose=PURPOSE,
            members=tuple((list_name(run, org), most[org] or 0) for org in members(run)),
            unit="unit",
            population=run.population,
            period=Interval(date.fromisoformat(run.period["first"]), date.fromisoformat(run.period["last"])),
            delete_by=run.delete_by,
            gate=f"run {run.pk}",
            scheme=scheme_of(run.scheme),
        )
    except (KeyError, LinkageError):
        raise NotNow(_("Not everybody has joined this run yet.")) from None


def gate_of(run: LinkageRun) -> list[Line]:
    """Who must agree: the survivor adviser, the ethics reviewer, the officer of each member."""
    due = (run.made_at + timedelta(days=duties.GATE_DAYS)).date()
    return deciding.standing(run.pk, deciding.at_gate(members(run), due), own=[run.made_by_id])


# ---- before it begins ----


@transaction.atomic
def open_run(actor: Actor, form: RunForm, now: datetime) -> LinkageRun:
    """Open a run and ask members and unit to join. Raises `NotAllowed`, `NotNow`."""
    ask(actor, OPEN)
    _checked(actor, form, now.date())
    _has_team(actor.org)
    run = LinkageRun(
        org_id=actor.org, unit_id=form.unit, title=form.title.strip(), population=form.population.strip(),
        period={"first": form.first.isoformat(), "last": form.last.isoformat()}, delete_by=form.delete_by,
        protocol={"use": form.use.strip(), "harms": form.harms.strip()}, made_by_id=actor.person, made_at=now,
        state=RunState.DRAFT.value,
    )  # fmt: skip
    run.save(force_insert=True)
    for org in sorted(set(form.members), key=str):
        RunStep.objects.create(run=run, org_id=org, step=ASKED, by_id=actor.person, at=now)
    journal.write(run.pk, actor.signatory(), OPEN, at=now)
    duties.wait_at_gate(duties_runs.GATES, run.pk, members(run), now)
    run_turns.told(run, now)
    return run


def _checked(actor: Actor, form: RunForm, today: date) -> None:
    houses, lists = {org.id: org for org in network.orgs()}, set(form.members)
    texts = (("title", form.title), ("population", form.population), ("use", form.use), ("harms", form.harms))
    ends = max(today, form.last) < form.delete_by <= today + LONGEST
    members = 2 <= len(lists) <= 12 and all(houses[org].kind is OrgKind.MEMBER for org in lists if org in houses)
    unit = form.unit in houses and form.unit not in {*lists, actor.org} and houses[form.unit].kind in UNITS
    office = _("The unit is an outside office, or a member that has no list and did not open the run.")
    need(
        *((not text.strip(), _("This needs an answer."), name) for name, text in texts),
        (form.last < form.first, _("The last day must not lie before the first."), "last"),
        (not ends, _("Choose a day of deletion after the period, at most 90 days from now."), "delete_by"),
        (not members, _("Choose two members or more, at most twelve. An estimate needs three."), "members"),
        (members and not lists <= set(houses), _("Choose organisations of the network."), "members"),
        (not unit, office, "unit"),
    )
    wording.no_person(actor.org, **dict(texts))


@transaction.atomic
def pass_gate(actor: Actor, run_id: UUID, role: str, verdict: str, reasons: str, now: datetime) -> None:
    """Say yes or no at the ethics gate, in one's role; nobody in two. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    run = run_of(actor, run_id, lock=True)
    ask(actor, GATE, run)
    if run.state != RunState.DRAFT:
        raise NotNow(_("This run does not wait at the gate."))
    twice = Refused("self", _("You acted in this run already. Somebody else answers."), (GATE,))
    roles = GATE_ROLES if actor.org in members(run) else ASSENT_ROLES
    deciding.in_one_role(actor, role, roles, acted_as(run, actor.person), twice)
    why = _("Write why not, so that it can be changed.")
    deciding.yes_or_no(verdict, reasons, Verdict.PASSED, Verdict.REFUSED, why)
    said = deciding.decide(actor, run.pk, Stage.GATE, role, verdict, reasons, "", now)
    journal.write(run.pk, actor.signatory(), GATE, at=now, items=[said])
    duties.answered(duties_runs.GATES, run.pk, role, actor.org, now)
    no = any(line.state is LineState.REFUSED for line in gate_of(run))
    turns.back(run, duties_runs.REFUSED if no else None, now)
    _perhaps_agreed(run, now)


@transaction.atomic
def join(actor: Actor, run_id: UUID, most: int | None, now: datetime) -> None:
    """Take part, as a member with a list or as the unit. `most`: how many children the register of the member has: a
    list can hold no more. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    run = run_of(actor, run_id, lock=True)
    ask(actor, JOIN, run)
    if run.state != RunState.DRAFT or run.steps.filter(org_id=actor.org, step=JOINED).exists():
        raise NotNow(_("Your organisation has joined already, or the run is further on."))
    is_unit = actor.org == run.unit_id
    if not is_unit:
        check_agreement(run, actor.org, now.date())
        if most is None or most < FEWEST_ROWS:
            raise NotNow(_("A list of fewer than 100 children is not linked."), "most")
    _has_team(actor.org)
    step(actor, run, JOINED, JOIN, now, rows=None if is_unit else most)
    _perhaps_agreed(run, now)


def _has_team(org: UUID) -> None:
    """Something can be sealed to the counting team of an organisation. Raises `NotNow`."""
    try:
        rings.principal(org, RingKind.STATISTICS)
    except NetworkError as why:
        raise NotNow(str(why)) from None


def check_agreement(run: LinkageRun, member: UUID, day: date) -> None:
    """A signed agreement of member and unit for this purpose, in force today and until everything is deleted.

    Raises `NotNow`.
    """
    for on in (day, run.delete_by):
        found = agreements.check(member, run.unit_id, AgreementPurpose.LINKAGE_COUNTING, CATEGORIES, on)
        if not found:
            raise NotNow(found.words)


def _perhaps_agreed(run: LinkageRun, now: datetime) -> None:
    """Agreed once everybody joined and the gate is passed: from then the terms stand."""
    joined = set(run.steps.filter(step=JOINED).values_list("org_id", flat=True))
    if joined < set(people_of(run)) or not rule.agreed(gate_of(run)):
        return
    most = sizes_of(run, JOINED)
    run.scheme = asdict(scheme_for(max(most.values())))
    moved(run, RunState.AGREED, now, "scheme")
    if not registered(run).exists():
        turns.back(run, duties_runs.STUDY, now)
    end_too_small(run, most, now)


def registered(run: LinkageRun) -> QuerySet[Study]:
    """The studies that a run serves: it is counted for none else."""
    return run.studies.exclude(registered_at=None).exclude(state="stopped")


def sizes_of(run: LinkageRun, step: str) -> dict[str, int]:
    """How long the list of each member is, or at most can be, as a step of theirs says it."""
    said = run.steps.filter(step=step, rows__isnull=False)
    return {list_name(run, one.org_id): one.rows or 0 for one in said}


def end_too_small(run: LinkageRun, sizes: Mapping[str, int], now: datetime) -> None:
    """End a run whose lists are so short that its result would be refused: before anything is sent, not after."""
    try:
        trial.check_sizes(sizes)
    except LinkageError as why:
        end(run, str(why), now)


# ---- how it goes on, and how it ends ----


def step(
    actor: Actor, run: LinkageRun, name: str, deed: str, now: datetime, *, rows: int | None = None, digest: str = ""
) -> RunStep:
    """Note a step of the actor's organisation, signed by the person, with its entry in the journal."""
    row = RunStep(run=run, org_id=actor.org, step=name, by_id=actor.person, at=now, rows=rows, digest=digest)
    row.signature = actor.signer.sign("linkage_step", step_statement(row))
    row.save(force_insert=True)
    journal.write(run.pk, actor.signatory(), deed, at=now, items=[step_statement(row)])
    run_turns.told(run, now)
    return row


def step_statement(row: RunStep) -> bytes:
    """What the person signs of a step."""
    told = {"run": str(row.run_id), "org": str(row.org_id), "step": row.step, "digest": row.digest}
    return vault.canonical({**told, "rows": row.rows, "at": row.at.astimezone(UTC).isoformat()})


def moved(run: LinkageRun, state: RunState, now: datetime, *more: str) -> None:
    """Put a run into another state, and save further fields with it. Whose turn it is then has it on their day."""
    run.state = state.value
    run.version += 1
    run.save(update_fields=["state", "version", *more])
    run_turns.told(run, now)


@transaction.atomic
def stop(actor: Actor, run_id: UUID, because: str, now: datetime) -> None:
    """End a run before it is counted: whoever takes part may, alone. What was sent is gone, nothing was learnt.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    run = run_of(actor, run_id, lock=True)
    ask(actor, STOP, run)
    if run.state in {*ENDED, RunState.COUNTED}:
        raise NotNow(_("This run has ended already."))
    need((not because.strip(), _("Write why it is stopped."), "because"))
    wording.no_person(actor.org, because=because)
    journal.write(run.pk, actor.signatory(), STOP, at=now)
    end(run, because.strip(), now)


def end(run: LinkageRun, because: str, now: datetime) -> None:
    """Stop a run and delete every part of it, in the caller's transaction."""
    SealedPart.objects.filter(about=run.pk).delete()
    run.stopped_because = because[:300]
    clocks.stop(run.pk, now=now, done=False)
    moved(run, RunState.STOPPED, now, "stopped_because")
    for study in registered(run).filter(state="registered"):
        turns.back(study, duties_studies.NO_TABLE, now)
    transaction.on_commit(sealed_parts.scrub)


def end_counted(run: LinkageRun, now: datetime) -> None:
    """The clock of deletion begins when a run is counted: each confirms within seven days."""
    for org in people_of(run):
        clocks.start(duties_runs.DELETION, org, run.pk, now=now)


def purge(now: datetime) -> int:
    """Delete what is left of runs whose day of deletion has passed. Needs no key and bears to be run twice."""
    late = LinkageRun.objects.filter(delete_by__lt=now.date())
    left = set(SealedPart.objects.filter(about__in=late.values("pk")).values_list("about", flat=True))
    open_ = set(late.exclude(state__in=ENDED).values_list("pk", flat=True))
    for run_id in sorted(left | open_, key=str):
        _purge(run_id, now)
    return len(left | open_)


@transaction.atomic
def _purge(run_id: UUID, now: datetime) -> None:
    run = LinkageRun.objects.select_for_update().get(pk=run_id)
    journal.write(run.pk, keyfile.installation(run.org_id), PURGE, at=now)
    if run.state in ENDED:
        SealedPart.objects.filter(about=run.pk).delete()
        transaction.on_commit(sealed_parts.scrub)
        return
    end(run, OVERDUE, now)


def parts(run: LinkageRun, kind: str, **more: Any) -> list[SealedPart]:
    """Sealed parts of a run of one kind."""
    return list(SealedPart.objects.filter(about=run.pk, kind=kind, **more).order_by("sender_id"))


def left(run: LinkageRun) -> int:
    """How many sealed parts of a run there are, the result aside."""
    return SealedPart.objects.filter(about=run.pk).exclude(kind=RESULT).count()
