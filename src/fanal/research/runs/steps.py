"""The steps of a linkage run (docs/linkage.md, "A run"): key, list, encoding, joining, test rows, counting.

Rows of children and keys are in memory for one request of one person and nowhere else. Each member seals parts of the
key to the others, never to the unit; the unit gets tokens, and never has a key. What is needed no more is deleted with
the step that used it last.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, need_second
from fanal.cases import api as cases
from fanal.clocks import api as clocks
from fanal.engines.linkage.api import (
    FEWEST_ROWS,
    ChildRow,
    Commitment,
    LinkageError,
    Refused,
    Result,
    Revealed,
    RunAgreement,
    RunKey,
    Style,
    files,
    member,
    rows,
    trial,
)
from fanal.engines.linkage.api import run as unit_run
from fanal.engines.prevalence.contracts import About, CaptureTable
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.research import calculating, sealed_parts, turns
from fanal.research.models import LinkageRun, RunStep, SealedPart
from fanal.research.runs import duties, runs
from fanal.research.runs.policy import COMMIT, COUNT, COUNTERSIGN, DECLARE, DELETED, KEY, REVEAL, SEND, members
from fanal.research.runs.turns import RunState
from fanal.research.studies import duties as duties_studies
from fanal.research.studies.run_result import RESULT, Found

KEY_PART, LIST, LINKS, TESTS, REVEAL_PART = "key", "list", "links", "tests", "reveal"
RANDOM = secrets.token_bytes
"""Where parts of keys, handles and random tokens come from; tests put another source in its place."""
LONGEST_LIST = 400_000
"""Characters of a pasted list: about 8,000 children. Longer ones are encoded with `fanal link`."""
type Listed = tuple[ChildRow, ...]
"""Different children, in memory only."""
SCRIPTS = ("Latn", "Arab", "Cyrl", "Deva", "Thai", "Khmr", "Laoo", "Mymr")


@contextmanager
def _engine() -> Iterator[None]:
    """What the engine refuses is told to the person; it says counts and places, never a value."""
    try:
        yield
    except LinkageError as error:
        raise NotNow(_("This does not do: %(why)s.") % {"why": str(error)}) from None


def _open(actor: Actor, run_id: UUID, deed: str, state: RunState, now: datetime) -> tuple[LinkageRun, RunAgreement]:
    """The run, locked, at this step, with its terms; agreements in force are looked at again at every step."""
    run = runs.run_of(actor, run_id, lock=True)
    ask(actor, deed, run)
    if run.state != state:
        raise NotNow(_("This run is not at this step. Look at it again."))
    calculating.demand()
    terms = runs.agreement_of(run)
    with _engine():
        terms.check_day(now.date())
    for org in members(run) if actor.org == run.unit_id else [actor.org]:
        runs.check_agreement(run, org, now.date())
    return run, terms


def _once(run: LinkageRun, actor: Actor, name: str) -> None:
    if run.steps.filter(org_id=actor.org, step=name).exists():
        raise NotNow(_("Your organisation has done this step already."))


def _when_all(run: LinkageRun, name: str, state: RunState, now: datetime) -> bool:
    done = set(run.steps.filter(step=name).values_list("org_id", flat=True))
    if not set(members(run)) <= done:
        return False
    runs.moved(run, state, now)
    return True


# ---- at each member ----


@transaction.atomic
def draw_key(actor: Actor, run_id: UUID, now: datetime) -> None:
    """Draw a part of the key, sealed to the counting team of each member. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    run, terms = _open(actor, run_id, KEY, RunState.AGREED, now)
    _once(run, actor, "key")
    name = runs.list_name(run, actor.org)
    with _engine():
        part = member.draw_part(terms, name, RANDOM, now.date())
    for org in members(run):
        sealed_parts.put(run.pk, KEY_PART, actor.org, org, member.part_bytes(run.pk, name, part), now)
    runs.step(actor, run, "key", KEY, now)
    _when_all(run, "key", RunState.KEYED, now)


@transaction.atomic
def declare(actor: Actor, run_id: UUID, count: int | None, script: str, now: datetime) -> None:
    """Say how many children are on the list, and in which script their names are. A second person signs that. Without a
    `count`, those of the own files are counted.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    run, terms = _open(actor, run_id, DECLARE, RunState.KEYED, now)
    _once(run, actor, "declared")
    most = dict(terms.members)[runs.list_name(run, actor.org)]
    if count is None:
        count = len(_of_files(actor, run, now))
    if not FEWEST_ROWS <= count <= most:
        told = _("A list has 100 children or more, and no more than the register has.")
        raise NotNow(told, "count")
    if script not in SCRIPTS:
        raise NotNow(_("Choose a script from the list."), "script")
    run.protocol = {**run.protocol, "scripts": {**run.protocol.get("scripts", {}), str(actor.org): script}}
    run.save(update_fields=["protocol"])
    runs.step(actor, run, "declared", DECLARE, now, rows=count)


@transaction.atomic
def countersign(actor: Actor, run_id: UUID, now: datetime) -> None:
    """The second person signs number and definition. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    run, _terms = _open(actor, run_id, COUNTERSIGN, RunState.KEYED, now)
    said = run.steps.filter(org_id=actor.org, step="declared").first()
    if said is None:
        raise NotNow(_("Nobody of your organisation has said yet how many children are on the list."))
    need_second(actor, run.pk, DECLARE, org=actor.org)
    _once(run, actor, "signed")
    runs.step(actor, run, "signed", COUNTERSIGN, now, rows=said.rows)
    if _when_all(run, "signed", RunState.DECLARED, now):
        runs.end_too_small(run, runs.sizes_of(run, "signed"), now)


def send(actor: Actor, run_id: UUID, text: str, now: datetime) -> None:
    """Read a list, mix test rows in, encode it and seal it to the unit. Nothing of the rows is kept.

    Raises `NotHere`, `NotAllowed`, `NotNow` (counts, rows and columns only).
    """
    _send(actor, run_id, lambda _run: _pasted(text), now)


def send_files(actor: Actor, run_id: UUID, now: datetime) -> None:
    """The same with the list out of files. Raises as `send` does."""
    _send(actor, run_id, lambda run: _of_files(actor, run, now), now)


def _send(actor: Actor, run_id: UUID, rows_of: Callable[[LinkageRun], Listed], now: datetime) -> None:
    with transaction.atomic():
        run, terms = _open(actor, run_id, SEND, RunState.DECLARED, now)
        _once(run, actor, "sent")
        key = _key(actor, run, terms, now)
        sizes = runs.sizes_of(run, "signed")
    content, tests = _encoded(runs.list_name(run, actor.org), run, terms, key, sizes, rows_of(run), now)
    with transaction.atomic():
        run, terms = _open(actor, run_id, SEND, RunState.DECLARED, now)
        _once(run, actor, "sent")
        sealed_parts.put(run.pk, LIST, actor.org, run.unit_id, content, now)
        sealed_parts.put(run.pk, TESTS, actor.org, actor.org, tests, now)
        runs.step(
            actor, run, "sent", SEND, now, rows=sizes[runs.list_name(run, actor.org)], digest=files.digest(content)
        )
        if _when_all(run, "sent", RunState.SENT, now):
            _gone(run, KEY_PART)


def _key(actor: Actor, run: LinkageRun, terms: RunAgreement, now: datetime) -> RunKey:
    given: dict[str, bytes] = {}
    with _engine():
        for part in runs.parts(run, KEY_PART, recipient_id=actor.org):
            found, name, drawn = member.read_part(sealed_parts.take(actor, part))
            if found != run.pk or name != runs.list_name(run, part.sender_id):
                raise NotNow(_("A part of the key is not of the member that sent it. Stop, and ask for help."))
            given[name] = drawn
        return member.key_of(terms, given, now.date())


def _pasted(text: str) -> Listed:
    if len(text) > LONGEST_LIST:
        raise NotNow(_("This list is too long for a page. Encode it with “fanal link”."), "rows")
    try:
        return tuple(dict.fromkeys(rows.read_rows(text.strip() + "\n")))
    except LinkageError as error:
        raise NotNow(_("This list cannot be used: %(why)s.") % {"why": str(error)}, "rows") from None


def _of_files(actor: Actor, run: LinkageRun, now: datetime) -> Listed:
    first, last = (date.fromisoformat(run.period[name]) for name in ("first", "last"))
    return tuple(dict.fromkeys(cases.linkage_rows(actor, first, last, now)))


def _encoded(
    name: str, run: LinkageRun, terms: RunAgreement, key: RunKey, sizes: dict[str, int], given: Listed, now: datetime
) -> tuple[bytes, bytes]:
    if len(given) != sizes[name]:
        told = _("The list has %(rows)s different children, and two people signed %(signed)s.")
        raise NotNow(told % {"rows": len(given), "signed": sizes[name]}, "rows")
    scripts = run.protocol["scripts"]
    styles = {runs.list_name(run, org): Style(script=scripts[str(org)]) for org in members(run)}
    with _engine():
        tests = trial.for_list(name, sizes, styles, key)
        made, revealed = member.encoded(terms, name, given, tests, key, RANDOM, now.date())
    return files.list_bytes(made), files.revealed_bytes(revealed)


@transaction.atomic
def reveal(actor: Actor, run_id: UUID, now: datetime) -> None:
    """Tell the unit which rows were test rows, once it has committed to its links.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    run, terms = _open(actor, run_id, REVEAL, RunState.COMMITTED, now)
    _once(run, actor, "revealed")
    _committed(run, terms)
    [part] = runs.parts(run, TESTS, recipient_id=actor.org)
    sealed_parts.put(run.pk, REVEAL_PART, actor.org, run.unit_id, sealed_parts.take(actor, part), now)
    part.delete()
    runs.step(actor, run, "revealed", REVEAL, now)
    _when_all(run, "revealed", RunState.REVEALED, now)
    transaction.on_commit(sealed_parts.scrub)


# ---- at the unit ----


def commit(actor: Actor, run_id: UUID, now: datetime) -> None:
    """Join the encoded lists and commit to the links by their hash; the lists are deleted then.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        run, terms = _open(actor, run_id, COMMIT, RunState.SENT, now)
        steps = {runs.list_name(run, step.org_id): step for step in run.steps.filter(step="sent")}
        sent = {runs.list_name(run, part.sender_id): sealed_parts.take(actor, part) for part in runs.parts(run, LIST)}
    with _engine():
        given = {name: (content, bytes(steps[name].signature)) for name, content in sent.items()}
        lists = unit_run.receive(terms, given, lambda name, content, _s: _is_sent(steps[name], content), now.date())
        links = unit_run.compute(terms, lists, now.date())
    with transaction.atomic():
        run, terms = _open(actor, run_id, COMMIT, RunState.SENT, now)
        sealed_parts.put(run.pk, LINKS, run.unit_id, run.unit_id, files.links_bytes(links), now)
        runs.step(actor, run, "committed", COMMIT, now, digest=unit_run.commit(links).hex())
        run.result_sha256 = files.digest(_commitment(run, terms).to_bytes())
        _gone(run, LIST)
        runs.moved(run, RunState.COMMITTED, now, "result_sha256")


def _is_sent(step: RunStep, content: bytes) -> bool:
    """Whether these are the bytes that the person of the member signed, with a key that their organisation signed."""
    whole = files.digest(content) == step.digest
    return whole and trusted.signs(step.by_id, "linkage_step", runs.step_statement(step), bytes(step.signature))


def _commitment(run: LinkageRun, terms: RunAgreement) -> Commitment:
    """What the unit committed to: its links, and each list as its member sent it."""
    sent = {runs.list_name(run, one.org_id): one.digest for one in run.steps.filter(step="sent")}
    made = run.steps.get(step="committed")
    return Commitment(run.pk, terms.digest, tuple(sorted(sent.items())), made.digest)


def _committed(run: LinkageRun, terms: RunAgreement) -> Commitment:
    """The same, after it was checked that the unit signed it and that it is of these lists. Raises `NotNow`."""
    made, step = _commitment(run, terms), run.steps.get(step="committed")
    fits = files.digest(made.to_bytes()) == run.result_sha256
    said = runs.step_statement(step)
    if not fits or not trusted.signs(step.by_id, "linkage_step", said, bytes(step.signature)):
        raise NotNow(_("The unit has not committed to a result from these lists. Reveal nothing, and ask for help."))
    return made


def count(actor: Actor, run_id: UUID, now: datetime) -> None:
    """Take the test rows out, count histories and seal them to whoever opened the run; links are deleted then. Links
    that are too poor end the run: nothing is written.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        run, terms = _open(actor, run_id, COUNT, RunState.REVEALED, now)
        if not runs.registered(run).exists():
            raise NotNow(_("The study that this run serves is registered first. Ask whoever opened the run."))
        committed = _committed(run, terms)
        [part] = runs.parts(run, LINKS)
        links = sealed_parts.take(actor, part)
        given = [sealed_parts.take(actor, part) for part in runs.parts(run, REVEAL_PART)]
    try:
        with _engine():
            revealed = [files.read_revealed(content) for content in given]
            outcome: Result | str = _closed(terms, links, committed, revealed, now)
    finally:
        del links, given
    with transaction.atomic():
        run, terms = _open(actor, run_id, COUNT, RunState.REVEALED, now)
        if isinstance(outcome, str):
            runs.step(actor, run, "refused", COUNT, now)
            runs.end(run, outcome, now)
            return
        _written(actor, run, outcome, now)


def _closed(
    terms: RunAgreement, links: bytes, committed: Commitment, revealed: list[Revealed], now: datetime
) -> Result | str:
    try:
        return unit_run.close(terms, files.read_links(links), committed, revealed, now.date())
    except Refused as why:
        return str(why)


def _written(actor: Actor, run: LinkageRun, result: Result, now: datetime) -> None:
    quality = result.counted.histories.quality
    histories = Found(_table(run, result), quality.missed.point, quality.false.point)
    sealed_parts.put(run.pk, RESULT, run.unit_id, run.org_id, histories.to_bytes(), now)
    rates = {"missed": quality.missed, "false": quality.false}
    run.quality = {
        name: [round(value, 3) for value in (rate.point, rate.lower, rate.upper)] for name, rate in rates.items()
    }
    if _differs(result):
        run.quality["differs"] = True
    runs.step(actor, run, "counted", COUNT, now)
    _gone(run, LINKS, REVEAL_PART)
    runs.moved(run, RunState.COUNTED, now, "quality")
    runs.end_counted(run, now)
    for study in runs.registered(run).filter(state="registered"):
        turns.back(study, duties_studies.COMPUTE, now)


def _differs(result: Result) -> bool:
    """Whether the lists themselves speak for more wrong links than the test rows' upper limits."""
    quality, seen = result.counted.histories.quality, result.counted.check
    pairs = ((seen.missed, quality.missed.upper), (seen.false, quality.false.upper))
    return any(value is not None and value > upper for value, upper in pairs)


def _table(run: LinkageRun, result: Result) -> str:
    """The capture table with what is known of links and periods."""
    histories, quality = result.counted.histories, result.counted.histories.quality
    period = result.agreement.period
    assert period.first is not None
    assert period.last is not None
    linkage = (
        f"encoded lists; {quality.missed.point:.1%} of links missed ({quality.missed.lower:.1%} to "
        f"{quality.missed.upper:.1%}), {quality.false.point:.1%} of persons are false links, on test rows"
    )
    periods = tuple((name, (period.first, period.last)) for name in histories.lists)
    return CaptureTable(histories.lists, histories.counts, About("children", periods, linkage)).to_csv()


# ---- the end ----


@transaction.atomic
def confirm_deletion(actor: Actor, run_id: UUID, now: datetime) -> None:
    """Delete what is left at one's own organisation, and sign that nothing is kept elsewhere either.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    run = runs.run_of(actor, run_id, lock=True)
    ask(actor, DELETED, run)
    if run.state != RunState.COUNTED:
        raise NotNow(_("This is confirmed after the run was counted."))
    _once(run, actor, "deleted")
    mine = SealedPart.objects.filter(about=run.pk).exclude(kind=RESULT)
    mine.filter(sender_id=actor.org).delete()
    mine.filter(recipient_id=actor.org).delete()
    is_unit = actor.org == run.unit_id
    sent = run.steps.filter(step="sent") if is_unit else run.steps.filter(step="sent", org_id=actor.org)
    deleted = {f"list of {runs.list_name(run, step.org_id)}": step.digest for step in sent}
    name = "unit" if is_unit else runs.list_name(run, actor.org)
    with _engine():
        said = unit_run.receipt(runs.agreement_of(run), deleted, name, now.date())
    runs.step(actor, run, "deleted", DELETED, now, digest=files.digest(said))
    clocks.stop(run.pk, duties.DELETION, now=now, org=actor.org)
    if set(runs.people_of(run)) <= set(run.steps.filter(step="deleted").values_list("org_id", flat=True)):
        runs.moved(run, RunState.CLOSED, now)
    transaction.on_commit(sealed_parts.scrub)


def _gone(run: LinkageRun, *kinds: str) -> None:
    """Delete parts of these kinds, in the caller's transaction."""
    SealedPart.objects.filter(about=run.pk, kind__in=kinds).delete()
    transaction.on_commit(sealed_parts.scrub)
