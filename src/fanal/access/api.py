"""The door of access."""

from fanal.access import agreed, clearing, deciding, gate, granting, incident, keeping, kept, reviews, stated
from fanal.access.acting import NotNow, as_seen, ask, every, found, need, need_second
from fanal.access.contracts import NotAllowed, NotHere, RecordRef, Unreadable
from fanal.access.granting import GrantKind, grant_kind
from fanal.access.history import Event, deed_words, events, history, name_deeds, named_deeds
from fanal.access.kinds import ClearanceKind, clearance_kind, clearance_kinds
from fanal.access.models import ClearanceGiven, GrantGiven, KeepingRule, Statement
from fanal.access.policy import allow, may, rules, scope, visible
from fanal.access.records import (
    Opened,
    emptied,
    fits,
    mark,
    open_as_reporter,
    open_record,
    open_records,
    scan_records,
    seal_into,
)
from fanal.access.views import public, refuse, sign_in_first, signed_in, staff

__all__ = [
    "ClearanceGiven",
    "ClearanceKind",
    "Event",
    "GrantGiven",
    "GrantKind",
    "KeepingRule",
    "NotAllowed",
    "NotHere",
    "NotNow",
    "Opened",
    "RecordRef",
    "Statement",
    "Unreadable",
    "agreed",
    "allow",
    "as_seen",
    "ask",
    "clearance_kind",
    "clearance_kinds",
    "clearing",
    "deciding",
    "deed_words",
    "emptied",
    "events",
    "every",
    "fits",
    "found",
    "gate",
    "grant_kind",
    "granting",
    "history",
    "incident",
    "keeping",
    "kept",
    "mark",
    "may",
    "name_deeds",
    "named_deeds",
    "need",
    "need_second",
    "open_as_reporter",
    "open_record",
    "open_records",
    "public",
    "refuse",
    "reviews",
    "rules",
    "scan_records",
    "scope",
    "seal_into",
    "sign_in_first",
    "signed_in",
    "staff",
    "stated",
    "visible",
]
