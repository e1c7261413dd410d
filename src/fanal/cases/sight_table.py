"""Two tables: who sees what of a file, and who does what with it (CM-54; docs/cases.md). Data; `sight` answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.words import gettext_noop


class Eye(StrEnum):
    """As whom somebody looks at a file."""

    OWNER = "owner"
    CO_WORKER = "co_worker"
    TEAM = "team"
    NAMED = "named"
    SUPERVISOR = "supervisor"
    RECIPIENT = "recipient"
    SHELTER = "shelter"
    AUTHORITY = "authority"
    LAWYER = "lawyer"
    SAFEGUARDING = "safeguarding"
    CUSTODIAN = "custodian"
    PANEL = "panel"
    DPO = "dpo"
    MANAGER = "manager"
    AUDITOR = "auditor"
    SECRETARIAT = "secretariat"
    INTAKE = "intake"
    ON_CALL = "on_call"
    DIRECTORY_KEEPER = "directory_keeper"
    CHILD = "child"


class Part(StrEnum):
    """A class of fields, or a compartment of the gravest class."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    REPORTER = "reporter"
    OFFENDER = "offender"
    PLACEMENT = "placement"
    PRIVILEGED = "privileged"
    FEEDBACK = "feedback"


class How(StrEnum):
    """In which way a part is seen."""

    NO = "no"
    READ = "read"
    WRITE = "write"
    REASON = "reason"  # read with a typed reason
    OWN = "own"  # write, and read what oneself wrote
    LIST = "list"  # the columns of a list
    PACK = "pack"  # what the pack that one was given holds
    PACK_ACCEPTED = "pack_accepted"  # only once it was accepted
    LEGAL = "legal"  # what is of the category legal
    ORDER = "order"  # on the order of a court
    REQUEST = "request"  # for a request of the child
    IF_ALLOWED = "if_allowed"  # where the child allows it


_NO, _READ, _WRITE, _REASON, _PACK = How.NO, How.READ, How.WRITE, How.REASON, How.PACK

_COLUMNS: Final = (
    Eye.OWNER, Eye.TEAM, Eye.SUPERVISOR, Eye.RECIPIENT, Eye.LAWYER, Eye.SAFEGUARDING, Eye.PANEL, Eye.DPO,
)  # fmt: skip
_ROWS: Final[Mapping[Part, tuple[How, ...]]] = {
    Part.S1: (_WRITE, _READ, _READ, _PACK, _READ, _READ, _PACK, _READ),
    Part.S2: (_WRITE, How.LIST, _READ, _PACK, _READ, _REASON, _PACK, How.REQUEST),
    Part.S3: (_WRITE, _REASON, _READ, How.PACK_ACCEPTED, _READ, _REASON, _NO, How.REQUEST),
    Part.S4: (_WRITE, _REASON, _READ, _PACK, How.LEGAL, _REASON, _PACK, How.REQUEST),
    Part.REPORTER: (_NO, _NO, _NO, _NO, How.ORDER, _NO, _NO, _NO),
    Part.OFFENDER: (How.OWN, _NO, _REASON, _NO, _WRITE, _REASON, _NO, _NO),
    Part.PLACEMENT: (_WRITE, _NO, _READ, _NO, _NO, _REASON, _NO, _NO),
    Part.PRIVILEGED: (_NO, _NO, _NO, _NO, _WRITE, _NO, _NO, _NO),
    Part.FEEDBACK: (How.IF_ALLOWED, _NO, _READ, _NO, _NO, _READ, _NO, How.REQUEST),
}
_AS: Final[Mapping[Eye, Eye]] = {
    Eye.CO_WORKER: Eye.OWNER,
    Eye.NAMED: Eye.TEAM,
    Eye.SHELTER: Eye.RECIPIENT,
    Eye.AUTHORITY: Eye.RECIPIENT,
}
"""Those who see as another does, but for what follows."""
_MORE: Final[Mapping[tuple[Eye, Part], How]] = {
    (Eye.SHELTER, Part.PLACEMENT): _PACK,
    (Eye.AUTHORITY, Part.OFFENDER): _PACK,
    (Eye.CUSTODIAN, Part.REPORTER): _REASON,
    (Eye.AUDITOR, Part.S1): _READ,
    (Eye.INTAKE, Part.S1): _READ,
    (Eye.ON_CALL, Part.S1): _READ,
    (Eye.ON_CALL, Part.S2): _REASON,
    (Eye.ON_CALL, Part.S3): _REASON,
    (Eye.ON_CALL, Part.S4): _REASON,
}
"""Managers, the secretariat and researchers see counts and releases, and no file."""


def how(eye: Eye, part: Part) -> How:
    """In which way somebody sees a part of a file at all."""
    if part is Part.S0:
        return _READ
    known = _MORE.get((eye, part))
    column = _AS.get(eye, eye)
    if known is not None or column not in _COLUMNS:
        return known or _NO
    return _ROWS[part][_COLUMNS.index(column)]


# ---- deeds ----


class Deed(StrEnum):
    """What can be done with a file, beside reading and writing its fields."""

    OPEN = "open"
    REVEAL_NAME = "reveal_name"
    RAISE_RISK = "raise_risk"
    LOWER_RISK = "lower_risk"
    MOVE = "move"
    ASK_TO_CLOSE = "ask_to_close"
    CLOSE = "close"
    REOPEN = "reopen"
    APPROVE = "approve"
    DETERMINE = "determine"  # a panel, the child's best interests
    RECORD_GROUND = "record_ground"
    WITHDRAW_GROUND = "withdraw_ground"
    ASSIGN = "assign"
    CO_WORK = "co_work"
    REFER = "refer"
    SECOND_OPINION = "second_opinion"
    CONFERENCE = "conference"
    TRANSFER = "transfer"
    REPORT = "report"
    REVOKE = "revoke"
    SEARCH_NETWORK = "search_network"
    MERGE = "merge"
    UNDO_MERGE = "undo_merge"
    VOID = "void"
    RESTRICT = "restrict"
    ADD_PERSON = "add_person"
    LIFT = "lift"
    BREAK_GLASS = "break_glass"
    EXPORT_ONE = "export_one"
    EXPORT_MANY = "export_many"
    IMPORT = "import"
    READ_FEEDBACK = "read_feedback"
    KEEP_DIRECTORY = "keep_directory"
    SUSPEND_PROVIDER = "suspend_provider"
    ANSWER_REQUEST = "answer_request"
    HOLD = "hold"
    ERASE_EARLY = "erase_early"


class Need(StrEnum):
    """What a deed needs besides who does it."""

    REASON = "reason"
    SECOND_PERSON = "second_person"
    NOT_OWN_WORK = "not_own_work"
    SAME_CONTENT = "same_content"  # agreed to is what stands now
    RISK_REVIEW = "risk_review"
    GUARDS = "guards"  # `flow`, which also asks for the ground
    DECISION = "decision"  # of triage, or direct contact
    SIGNATURE = "signature"  # of a second person where it is not consent
    ACCEPTANCE = "acceptance"
    AGREEMENT = "agreement"
    PREVIEW = "preview"
    AUTHORITY_NOTE = "authority_note"
    LIMITS = "limits"
    LINK = "link"
    PURPOSE = "purpose"
    DRY_RUN = "dry_run"
    SOURCE = "source"
    IDENTITY_CHECK = "identity_check"


class Life(StrEnum):
    """While a file is in which life a deed may be done."""

    ANY = "any"
    WORKED_ON = "worked_on"
    ENDED = "ended"  # or followed up


@dataclass(frozen=True, slots=True)
class Rule:
    """Who does a deed, what it needs, when. `grounded`: only on a live ground. `cleared`: only by whoever has the
    clearances of content."""

    who: frozenset[Eye]
    needs: frozenset[Need]
    life: Life
    grounded: bool
    cleared: bool


def _rule(
    who: str, needs: str = "", life: Life = Life.WORKED_ON, *, grounded: bool = True, cleared: bool = True
) -> Rule:
    return Rule(frozenset(map(Eye, who.split())), frozenset(map(Need, needs.split())), life, grounded, cleared)


DEEDS: Final[Mapping[Deed, Rule]] = {
    Deed.OPEN: _rule("intake team supervisor", "decision", Life.ANY, grounded=False),
    Deed.REVEAL_NAME: _rule("owner co_worker supervisor", "reason", Life.ANY),
    Deed.RAISE_RISK: _rule("owner co_worker team named supervisor"),
    Deed.LOWER_RISK: _rule("owner", "risk_review"),
    Deed.MOVE: _rule("owner", "guards", grounded=False),
    Deed.ASK_TO_CLOSE: _rule("owner", "guards", grounded=False),
    Deed.CLOSE: _rule("supervisor", "guards not_own_work same_content", grounded=False),
    Deed.REOPEN: _rule("intake supervisor", "guards", Life.ENDED, grounded=False),
    Deed.APPROVE: _rule("supervisor", "not_own_work same_content"),
    Deed.DETERMINE: _rule("panel", "not_own_work same_content"),
    Deed.RECORD_GROUND: _rule("owner", "signature", grounded=False),
    Deed.WITHDRAW_GROUND: _rule("owner supervisor dpo child", "", Life.ANY, grounded=False, cleared=False),
    Deed.ASSIGN: _rule("owner supervisor", "acceptance"),
    Deed.CO_WORK: _rule("owner supervisor", "acceptance"),
    Deed.REFER: _rule("owner", "agreement preview"),
    Deed.SECOND_OPINION: _rule("owner", "agreement preview"),
    Deed.CONFERENCE: _rule("owner", "agreement preview"),
    Deed.TRANSFER: _rule("owner supervisor", "second_person agreement preview"),
    Deed.REPORT: _rule("owner supervisor", "second_person authority_note preview", Life.ANY),
    Deed.REVOKE: _rule("owner supervisor dpo", "", Life.ANY, grounded=False),
    Deed.SEARCH_NETWORK: _rule("owner supervisor", "agreement purpose limits"),
    Deed.MERGE: _rule("supervisor", "second_person link", Life.ANY),
    Deed.UNDO_MERGE: _rule("supervisor", "second_person link", Life.ANY),
    Deed.VOID: _rule("supervisor", "second_person guards", Life.ANY, grounded=False),
    Deed.RESTRICT: _rule("owner supervisor safeguarding", "reason", Life.ANY, grounded=False),
    Deed.ADD_PERSON: _rule("safeguarding", "reason", Life.ANY, grounded=False),
    Deed.LIFT: _rule("safeguarding", "reason", Life.ANY, grounded=False),
    Deed.BREAK_GLASS: _rule("on_call", "reason", Life.ANY),
    Deed.EXPORT_ONE: _rule("owner lawyer dpo", "purpose", Life.ANY),
    Deed.EXPORT_MANY: _rule("manager dpo", "purpose second_person", Life.ANY),
    Deed.IMPORT: _rule("supervisor", "dry_run second_person", Life.ANY, grounded=False),
    Deed.READ_FEEDBACK: _rule("supervisor safeguarding", "", Life.ANY, grounded=False),
    Deed.KEEP_DIRECTORY: _rule("directory_keeper", "source", Life.ANY, grounded=False, cleared=False),
    Deed.SUSPEND_PROVIDER: _rule("safeguarding", "source", Life.ANY, grounded=False, cleared=False),
    Deed.ANSWER_REQUEST: _rule("dpo", "identity_check", Life.ANY, grounded=False),
    Deed.HOLD: _rule("supervisor safeguarding", "reason", Life.ANY, grounded=False),
    Deed.ERASE_EARLY: _rule("supervisor safeguarding dpo", "reason second_person", Life.ANY, grounded=False),
}
"""Who does what. What a deed needs, its page asks for and its module checks."""

# ---- what is asked, and why not ----


class Why(StrEnum):
    """Why somebody does not see or do something."""

    NO_ROLE = "no_role"
    NO_RELATION = "no_relation"
    RELATION_ENDED = "relation_ended"
    PURPOSE = "purpose"
    NO_GROUND = "no_ground"
    GROUND_EXPIRED = "ground_expired"
    CLASS = "class"
    RESTRICTED = "restricted"
    AGREEMENT_EXPIRED = "agreement_expired"
    GATE = "gate"
    CONFLICT = "conflict"
    NO_KEY = "no_key"
    STAGE = "stage"


WORDS: Final[Mapping[Why, str]] = {
    Why.NO_ROLE: gettext_noop("Your role does not do this. Ask whoever leads your work."),
    Why.NO_RELATION: gettext_noop("You do not work on this file. Ask the supervisor."),
    Why.RELATION_ENDED: gettext_noop("You do not work on this file any more. Ask the supervisor."),
    Why.PURPOSE: gettext_noop("This is not for what you are here. Ask the supervisor."),
    Why.NO_GROUND: gettext_noop("Nobody recorded a ground for this. Ask the worker of the file."),
    Why.GROUND_EXPIRED: gettext_noop("The ground for this has ended. Ask the worker of the file."),
    Why.CLASS: gettext_noop("This part of a file is not for your work. Ask the supervisor what you need."),
    Why.RESTRICTED: gettext_noop("This file opens for named people only. Ask the safeguarding lead."),
    Why.AGREEMENT_EXPIRED: gettext_noop("The agreement has ended. Ask whoever keeps agreements."),
    Why.GATE: gettext_noop("A clearance is missing or has ended. Your own page says which."),
    Why.CONFLICT: gettext_noop("This is your own work. Somebody else must decide."),
    Why.NO_KEY: gettext_noop("Your keys do not open this. Ask a key keeper."),
    Why.STAGE: gettext_noop("The file is not in the stage for this. Its page says what is missing."),
}
"""What each means, and whom to ask."""

PURPOSES: Final[Mapping[Eye, frozenset[AccessPurpose]]] = {
    **dict.fromkeys(Eye, frozenset({AccessPurpose.CASEWORK})),
    Eye.OWNER: frozenset({AccessPurpose.CASEWORK, AccessPurpose.REFERRAL, AccessPurpose.LEGAL}),
    Eye.SUPERVISOR: frozenset({AccessPurpose.CASEWORK, AccessPurpose.SUPERVISION, AccessPurpose.QUALITY_CHECK}),
    Eye.RECIPIENT: frozenset({AccessPurpose.REFERRAL}),
    Eye.SHELTER: frozenset({AccessPurpose.REFERRAL}),
    Eye.AUTHORITY: frozenset({AccessPurpose.REFERRAL, AccessPurpose.LEGAL}),
    Eye.LAWYER: frozenset({AccessPurpose.LEGAL}),
    Eye.SAFEGUARDING: frozenset({AccessPurpose.SAFEGUARDING_ALARM}),
    Eye.CUSTODIAN: frozenset({AccessPurpose.SAFEGUARDING_ALARM, AccessPurpose.LEGAL}),
    Eye.DPO: frozenset({AccessPurpose.DATA_SUBJECT_REQUEST}),
    Eye.AUDITOR: frozenset({AccessPurpose.QUALITY_CHECK}),
    Eye.CHILD: frozenset({AccessPurpose.DATA_SUBJECT_REQUEST}),
}
"""For what each looks at a file."""
