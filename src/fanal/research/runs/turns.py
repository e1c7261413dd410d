"""Whose turn it is in a linkage run: its stages in order, who owes which step of each, and the clocks that say so.

Everybody who takes part sees every step (docs/research.md, "Studies and runs"); whoever owes the next one has it on
their day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from fanal.research import turns
from fanal.research.models import LinkageRun, RunStep
from fanal.research.runs import duties
from fanal.research.runs.policy import ASKED


class RunState(StrEnum):
    """How far a run is."""

    DRAFT = "draft"
    AGREED = "agreed"
    KEYED = "keyed"
    DECLARED = "declared"
    SENT = "sent"
    COMMITTED = "committed"
    REVEALED = "revealed"
    COUNTED = "counted"
    CLOSED = "closed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Stage:
    """What happens in one state. `steps`: the names of its steps, which each of these organisations owes."""

    state: RunState
    steps: tuple[str, ...]
    members: bool = True
    unit: bool = False


STAGES = (
    Stage(RunState.DRAFT, ("joined",), unit=True),
    Stage(RunState.AGREED, ("key",)),
    Stage(RunState.KEYED, ("declared", "signed")),
    Stage(RunState.DECLARED, ("sent",)),
    Stage(RunState.SENT, ("committed",), members=False, unit=True),
    Stage(RunState.COMMITTED, ("revealed",)),
    Stage(RunState.REVEALED, ("counted",), members=False, unit=True),
    Stage(RunState.COUNTED, ("deleted",), unit=True),
)


def owing(run: LinkageRun, stage: Stage, steps: Sequence[RunStep]) -> list[UUID]:
    """The organisations whose step of a stage is not done, members first. `steps`: all of the run."""
    asked = sorted({one.org_id for one in steps if one.step == ASKED}, key=str)
    who = [*(asked if stage.members else ()), *([run.unit_id] if stage.unit else ())]
    done = {(one.org_id, one.step) for one in steps}
    return [org for org in who if not all((org, name) in done for name in stage.steps)]


def awaited(run: LinkageRun, steps: Sequence[RunStep]) -> list[UUID]:
    """The organisations whose turn it is; nobody's once a run has ended."""
    now = [stage for stage in STAGES if stage.state == run.state]
    return owing(run, now[0], steps) if now else []


# ---- clocks ----


def told(run: LinkageRun, now: datetime) -> None:
    """The clock of the next step runs at those whose turn it is, and stops at everybody else. Deletion has its own."""
    waits = set() if run.state == RunState.COUNTED else set(awaited(run, list(run.steps.all())))
    turns.between(duties.STEP, run.pk, waits, now)
