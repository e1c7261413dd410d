"""The name of a child that is hidden: also from the team that works with the child. It is read with a reason, on one
page at a time, and each reading stands in the journal (docs/cases.md, "A name that is hidden")."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, need, open_record
from fanal.cases.access_terms import child_ref, relation
from fanal.cases.files import files, record
from fanal.cases.files.files import File, purpose_of
from fanal.cases.models import Note
from fanal.cases.naming.policy import HIDE, SHOW, UNHIDE
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor

REASONS: Final = ("reaching", "paper", "same_child", "safety")
"""Why somebody reads a name that is hidden (codes; the words are `desk.naming.REASONS`)."""


def hide(actor: Actor, case_id: UUID, reason: str, now: datetime) -> None:
    """Hide the name, with the reason, which is an entry of the file. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    _set(actor, case_id, HIDE, reason, now, hidden=True)


def unhide(actor: Actor, case_id: UUID, reason: str, now: datetime) -> None:
    """Hide it no longer. Raises as `hide` does."""
    _set(actor, case_id, UNHIDE, reason, now, hidden=False)


def _set(actor: Actor, case_id: UUID, deed: str, reason: str, now: datetime, *, hidden: bool) -> None:
    """A name is hidden in a file that has ended, too, and where no ground is live: it takes nothing from the child."""
    need((not reason, _("Write why."), "body"))
    with record.writing(actor, case_id, deed, now, grounded=False, ended=True) as (case, opened):
        if case.child.protected_name == hidden:
            raise NotNow(_("A colleague was faster: it is so already."))
        purpose = purpose_of(relation(actor, case))
        with open_record(actor, child_ref(case.child), deed, purpose=purpose, now=now, thing=case, write=True) as child:
            record.change_child(child, case.child, protected_name=hidden)
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": reason})


def name(actor: Actor, case_id: UUID, now: datetime, reason: str = "") -> Mapping[str, Any]:
    """What is known of the child's name, for this one look. Raises `NotHere`, `NotAllowed`; `ReasonFirst` without one
    of `REASONS`."""
    with files.looking(
        actor, case_id, now, reason, deed=SHOW, first=frozenset(Eye), reasons=REASONS, names=True
    ) as found:
        return _names(found)


def _names(found: File) -> Mapping[str, Any]:
    shown = ("given_name", "middle_name", "family_name", "other_names")
    return {one: found.child.said[one] for one in shown if found.child.said[one]}
