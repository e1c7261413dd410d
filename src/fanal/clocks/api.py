"""The door of the clocks.

Duties: `DutyKind` and `register` at start-up, then `start`, `move`, `defer`, `stop`, `reassign_person`, `forget`,
`forget_file` in deeds; `open_duties`, `next_of`, `due_after`, `earliest_due` to show them; `duty_reminder`,
`duty_late`, `duty_step` to hear of them, `duty_coming` to take rows first; `due_changed` when what is
due of a file next may be another; `owes` to say which records must have
one, `only` to begin those and no others.
Jobs: `job` and `every` at start-up, `enqueue` in deeds. Notices: `want_notice`, `numbers` of those who want messages,
`gateway` that takes these. Operating: `problems`, `run_worker`.
"""

from fanal.clocks import gateway, numbers, rules
from fanal.clocks.backend import NotAnId
from fanal.clocks.duties import (
    defer,
    due_after,
    due_changed,
    earliest_due,
    forget,
    forget_file,
    move,
    next_of,
    open_duties,
    reassign_person,
    start,
    stop,
)
from fanal.clocks.jobs import JobFailed, all_jobs, enqueue, job
from fanal.clocks.kinds import DutyKind, Own, all_kinds, register
from fanal.clocks.kinds import get as kind
from fanal.clocks.notices import send_due as send_notices
from fanal.clocks.notices import want as want_notice
from fanal.clocks.owed import Owed, only, owes, until_end_of
from fanal.clocks.problems import problems
from fanal.clocks.schedule import ensure as ensure_schedule
from fanal.clocks.schedule import register as every
from fanal.clocks.sweep import duty_coming, duty_late, duty_reminder, duty_step, sweep
from fanal.clocks.worker import drain, run_worker, stop_on_signals

__all__ = [
    "DutyKind",
    "JobFailed",
    "NotAnId",
    "Owed",
    "Own",
    "all_jobs",
    "all_kinds",
    "defer",
    "drain",
    "due_after",
    "due_changed",
    "duty_coming",
    "duty_late",
    "duty_reminder",
    "duty_step",
    "earliest_due",
    "enqueue",
    "ensure_schedule",
    "every",
    "forget",
    "forget_file",
    "gateway",
    "job",
    "kind",
    "move",
    "next_of",
    "numbers",
    "only",
    "open_duties",
    "owes",
    "problems",
    "reassign_person",
    "register",
    "rules",
    "run_worker",
    "send_notices",
    "start",
    "stop",
    "stop_on_signals",
    "sweep",
    "until_end_of",
    "want_notice",
]
