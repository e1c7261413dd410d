"""The life of a membership: fifteen states, one table of moves, and what each move lacks. Nothing else changes a state
(docs/tourism.md, "The life of a membership"). Pure.

A clock moves a membership between `active`, `report_due` and `overdue`, and proposes; that a firm is suspended, lapses,
is excluded or declined, a named person decides, and of the last two and of a suspension for cause two.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fanal.tourism.programmes.model import Clocks
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.words import gettext_noop as _


class State(StrEnum):
    """Where a membership stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PLAN_REVIEW = "plan_review"
    PLAN_APPROVED = "plan_approved"
    INVOICED = "invoiced"
    PAID = "paid"
    AGREEMENT_SENT = "agreement_sent"
    ACTIVE = "active"
    REPORT_DUE = "report_due"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    EXCLUDED = "excluded"


class By(StrEnum):
    """Whose move it is."""

    COMPANY = "company"
    REVIEWER = "reviewer"
    """A representative with a mandate for a country of the company, or the secretariat."""
    SECRETARIAT = "secretariat"
    CLOCK = "clock"
    PANEL = "panel"
    """Two people who did not decide before."""


class Move(StrEnum):
    """The moves, in the order of the table in docs/tourism.md."""

    SUBMIT = "submit"
    TAKE_UP = "take_up"
    DECLINE = "decline"
    RETURN = "return"
    APPROVE = "approve"
    INVOICE = "invoice"
    PAY = "pay"
    SEND_AGREEMENT = "send_agreement"
    SIGN = "sign"
    REPORT_OPENS = "report_opens"
    REPORT_ACCEPTED = "report_accepted"
    REPORT_LATE = "report_late"
    SUSPEND_LATE = "suspend_late"
    LAPSE = "lapse"
    SUSPEND = "suspend"
    EXCLUDE = "exclude"
    REINSTATE = "reinstate"
    WITHDRAW = "withdraw"
    AFTER_EXCLUSION = "after_exclusion"
    END_OF_VALIDITY = "end_of_validity"
    APPLY_AGAIN = "apply_again"
    APPEAL = "decide_appeal"
    """A decision that an appeal takes back: the membership is where it was. No move of its own in the table."""


@dataclass(frozen=True, slots=True)
class Way:
    """From where a move leads, where to, whose it is. `proposed`: somebody else proposes it first: another person
    (`two`), or the clock."""

    starts: frozenset[State]
    to: State
    by: By
    two: bool = False
    proposed: bool = False


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


_S = State
MEMBER: Final = _from(_S.ACTIVE, _S.REPORT_DUE, _S.OVERDUE)
"""The states in which a firm is a member."""
JOINED: Final = MEMBER | {_S.SUSPENDED, _S.LAPSED}
"""Where a firm is a member, or can be made one again."""
BEFORE: Final = _from(_S.DRAFT, _S.SUBMITTED, _S.PLAN_REVIEW, _S.PLAN_APPROVED, _S.INVOICED, _S.PAID, _S.AGREEMENT_SENT)
"""The states of an application, in their order in `State`."""
LOOKED_AT: Final = (BEFORE | JOINED) - {_S.DRAFT, _S.SUBMITTED, _S.LAPSED}
"""The states in which somebody of the network knows who a firm is."""

WAYS: Final[Mapping[Move, Way]] = {
    Move.SUBMIT: Way(_from(_S.DRAFT), _S.SUBMITTED, By.COMPANY),
    Move.TAKE_UP: Way(_from(_S.SUBMITTED), _S.PLAN_REVIEW, By.REVIEWER),
    Move.DECLINE: Way(_from(_S.SUBMITTED, _S.PLAN_REVIEW), _S.DECLINED, By.SECRETARIAT, two=True, proposed=True),
    Move.RETURN: Way(_from(_S.PLAN_REVIEW), _S.DRAFT, By.REVIEWER),
    Move.APPROVE: Way(_from(_S.PLAN_REVIEW), _S.PLAN_APPROVED, By.REVIEWER),
    Move.INVOICE: Way(_from(_S.PLAN_APPROVED), _S.INVOICED, By.SECRETARIAT),
    Move.PAY: Way(_from(_S.INVOICED), _S.PAID, By.SECRETARIAT),
    Move.SEND_AGREEMENT: Way(_from(_S.PLAN_APPROVED, _S.PAID), _S.AGREEMENT_SENT, By.CLOCK),
    Move.SIGN: Way(_from(_S.AGREEMENT_SENT), _S.ACTIVE, By.COMPANY),
    Move.REPORT_OPENS: Way(_from(_S.ACTIVE), _S.REPORT_DUE, By.CLOCK),
    Move.REPORT_ACCEPTED: Way(_from(_S.REPORT_DUE, _S.OVERDUE), _S.ACTIVE, By.REVIEWER),
    Move.REPORT_LATE: Way(_from(_S.REPORT_DUE), _S.OVERDUE, By.CLOCK),
    Move.SUSPEND_LATE: Way(_from(_S.OVERDUE), _S.SUSPENDED, By.SECRETARIAT, proposed=True),
    Move.LAPSE: Way(_from(_S.SUSPENDED), _S.LAPSED, By.SECRETARIAT, proposed=True),
    Move.SUSPEND: Way(MEMBER, _S.SUSPENDED, By.SECRETARIAT, two=True, proposed=True),
    Move.EXCLUDE: Way(BEFORE | {_S.SUSPENDED, _S.WITHDRAWN}, _S.EXCLUDED, By.SECRETARIAT, two=True, proposed=True),
    Move.REINSTATE: Way(_from(_S.SUSPENDED, _S.LAPSED), _S.ACTIVE, By.SECRETARIAT),
    Move.WITHDRAW: Way(BEFORE | MEMBER | {_S.SUSPENDED}, _S.WITHDRAWN, By.COMPANY),
    Move.AFTER_EXCLUSION: Way(_from(_S.EXCLUDED), _S.DRAFT, By.COMPANY),
    Move.END_OF_VALIDITY: Way(_from(_S.ACTIVE), _S.LAPSED, By.SECRETARIAT, proposed=True),
    Move.APPLY_AGAIN: Way(_from(_S.DECLINED, _S.WITHDRAWN), _S.DRAFT, By.COMPANY),
}
"""The 21 moves."""
TAKEN_BACK: Final = _from(_S.DECLINED, _S.EXCLUDED)
"""Decisions against which a firm can appeal; one that is taken back leads to where it was before."""

AGAIN_AFTER: Final = 12
"""Months after an exclusion until a firm may apply again, and after a lapse from which a new plan is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at. None of a risk assessment: nobody keeps its questions here, and a move does not wait for
    it."""

    today: date
    state: State
    since: date
    days: Clocks = field(default_factory=Clocks)
    # the application
    sectors: bool = False
    countries: bool = False
    registered: bool = False
    revenue_class: bool = False
    focal_point: bool = False
    deputy: bool = False
    unanswered: tuple[str, ...] = ()
    owned_twice: tuple[str, ...] = ()
    """Its places that another firm calls its own, too."""
    # decisions
    ties: bool | None = None
    """What whoever takes it up or decides says of ties of their own; None: nothing yet."""
    ground: bool = False
    words: bool = False
    plan_lacks: tuple[str, ...] = ()
    """The requirements that must be met and have no action with somebody who does it, and a day."""
    open_comments: int = 0
    waits_for: tuple[str, ...] = ()
    """Roles whose yes is still to come."""
    # fee and agreement
    free: bool = False
    waived: bool = False
    fee: bool = False
    reference: bool = False
    signatory: bool = False
    typed: bool = False
    consent: bool = False
    same_text: bool = False
    # report, sanctions
    report_due_on: date | None = None
    report_accepted: bool = False
    report_waits: bool = False
    """The firm sent its report, and nobody has read it yet."""
    reminded: int = 0
    noticed_on: date | None = None
    """When the firm was told what will be decided."""
    for_cause: bool = False
    urgent: bool = False
    answered: bool = False
    answer_due: date | None = None
    excluding: bool = False
    """An exclusion is proposed, and nobody has decided it yet."""
    suspended: bool = False
    """The firm is suspended, or was when it left, also while it applies again."""
    met: bool = False
    new_plan: bool | None = None
    ended_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a move lacks: its code, what to do, and what exactly where there are several."""

    code: str
    words: str
    detail: tuple[str, ...] = ()


class Illegal(Exception):
    """A move that does not lead from here. No form offers it."""


type _Guard = Callable[[Facts], bool | tuple[str, ...]]
"""Whether something is missing, or what of it."""


def _passed(day: date | None, days: int, today: date) -> bool:
    return day is not None and today >= day + timedelta(days=days)


def _no_notice(facts: Facts) -> bool:
    return not _passed(facts.noticed_on, facts.days.suspend_notice, facts.today)


def _not_heard(facts: Facts) -> bool:
    """A firm is heard: it answered, or the time for it is over."""
    return not facts.answered and (facts.answer_due is None or facts.today <= facts.answer_due)


def _before_its_time(facts: Facts) -> bool:
    return not _passed(facts.report_due_on, -facts.days.report_notice, facts.today)


def _lapses_early(facts: Facts) -> bool:
    if facts.for_cause:
        return not _passed(facts.since, facts.days.lapse + 1, facts.today)
    return not _passed(facts.report_due_on or facts.since, facts.days.lapse, facts.today)


def _ended_long_ago(facts: Facts) -> bool:
    return facts.ended_on is not None and facts.today > months_later(facts.ended_on, AGAIN_AFTER)


_WORDS: Final = ("words", _("Write why, in words that the company reads."), lambda facts: not facts.words)
_A_YEAR = _("A company that was excluded may apply again after twelve months.")
_ACTIONS = _("Each requirement that must be met needs an action with somebody who does it, and a day.")
_PLAN: Final[tuple[tuple[str, str, _Guard], ...]] = (
    ("plan", _ACTIONS, lambda f: f.plan_lacks),
    ("comments", _("A comment that blocks the plan is still open."), lambda f: bool(f.open_comments)),
)
_REPORT_DAYS = _("The report is not late long enough.")
_DECIDES = _("The secretariat still decides about the membership that you ended. You can apply again once it has.")
_CHANGE = _("Write what has to change before it can be approved.")
_OTHERS = _("Another company calls these places its own. Say who runs them, or ask the secretariat.")
_CONDITIONS = _("Write which conditions there were, and how each is met.")
_WAITS: Final = ("waits", _("The company sent its report. Read it first."), lambda facts: facts.report_waits)

_GUARDS: Final[Mapping[Move, tuple[tuple[str, str, _Guard], ...]]] = {
    Move.SUBMIT: (
        ("sectors", _("Say what the company does."), lambda f: not f.sectors),
        ("countries", _("Name at least one country in which the company works."), lambda f: not f.countries),
        ("registered", _("Give a registration number, or say why there is none."), lambda f: not f.registered),
        ("revenue", _("Choose the class of yearly revenue."), lambda f: not f.revenue_class),
        ("focal_point", _("Name a focal point."), lambda f: not f.focal_point),
        ("deputy", _("Name a deputy of the focal point."), lambda f: not f.deputy),
        ("questions", _("Answer each of the questions on what the company does."), lambda f: f.unanswered),
        ("places", _OTHERS, lambda f: f.owned_twice),
    ),
    Move.TAKE_UP: (
        ("ties", _("Say whether you have ties to this company."), lambda f: f.ties is None),
        ("tied", _("Whoever has ties to a company does not take it up. Ask a colleague."), lambda f: bool(f.ties)),
    ),
    Move.DECLINE: (("ground", _("Choose on which rule it rests."), lambda f: not f.ground), _WORDS),
    Move.RETURN: (("comment", _CHANGE, lambda f: not (f.words or f.open_comments)),),
    Move.APPROVE: (
        *_PLAN,
        ("approvals", _("Not everybody has said yes who must."), lambda f: f.waits_for),
        ("excluding", _("An exclusion is proposed. Decide it first."), lambda f: f.excluding),
        ("met", _CONDITIONS, lambda f: f.suspended and not (f.met and f.words)),
    ),
    Move.INVOICE: (
        ("fee", _("Compute the fee first."), lambda f: not f.fee),
        ("settled", _("Nothing is due any more: the fee was waived or paid."), lambda f: f.waived),
    ),
    Move.PAY: (
        (
            "reference",
            _("Write the reference under which the payment stands in your books."),
            lambda f: not f.reference,
        ),
    ),
    Move.SEND_AGREEMENT: (
        ("signatory", _("Name who signs for the company."), lambda f: not f.signatory),
        (
            "fee",
            _("The fee is still to be paid or waived."),
            lambda f: f.state is State.PLAN_APPROVED and not (f.free or f.waived),
        ),
    ),
    Move.SIGN: (
        ("typed", _("Type your name and what you do in the company."), lambda f: not f.typed),
        ("consent", _("Tick that you sign for the company."), lambda f: not f.consent),
        ("text", _("The text is another by now. Read it again."), lambda f: not f.same_text),
        ("excluding", _("The secretariat still decides whether it excludes your company."), lambda f: f.excluding),
    ),
    Move.REPORT_OPENS: (("early", _("It is not the time for the report yet."), _before_its_time),),
    Move.REPORT_ACCEPTED: (("report", _("There is no report that was accepted."), lambda f: not f.report_accepted),),
    Move.REPORT_LATE: (("early", _REPORT_DAYS, lambda f: not _passed(f.report_due_on, 1, f.today)), _WAITS),
    Move.SUSPEND_LATE: (
        _WAITS,
        ("early", _REPORT_DAYS, lambda f: not _passed(f.report_due_on, f.days.suspend, f.today)),
        ("reminders", _("The company was not reminded often enough."), lambda f: f.reminded < len(f.days.reminders)),
        ("notice", _("The company was not told long enough before."), _no_notice),
    ),
    Move.LAPSE: (("early", _("It was not suspended long enough."), _lapses_early),),
    Move.SUSPEND: (
        ("ground", _("Choose of which kind the facts are."), lambda f: not f.ground),
        _WORDS,
        (
            "heard",
            _("The company is told first, and has time to answer until a day."),
            lambda f: not f.urgent and _not_heard(f),
        ),
    ),
    Move.EXCLUDE: (
        _WORDS,
        ("heard", _("The company is told first, and has time to answer until a day."), _not_heard),
        ("tied", _("Whoever has ties to a company does not decide about it. Ask a colleague."), lambda f: bool(f.ties)),
    ),
    Move.REINSTATE: (
        ("met", _CONDITIONS, lambda f: not (f.met and f.words)),
        (
            "plan",
            _("It lapsed more than twelve months ago: a new plan is needed."),
            lambda f: f.state is State.LAPSED and f.new_plan is False and _ended_long_ago(f),
        ),
    ),
    Move.WITHDRAW: (("typed", _("Type the name of the company to confirm."), lambda f: not f.typed),),
    Move.AFTER_EXCLUSION: (("early", _A_YEAR, lambda f: f.ended_on is None or f.today < again_from(f.ended_on)),),
    Move.END_OF_VALIDITY: (
        ("early", _("It is valid until a later day."), lambda f: f.valid_until is None or f.today <= f.valid_until),
    ),
    Move.APPLY_AGAIN: (("excluding", _DECIDES, lambda f: f.excluding),),
}


def again_from(ended_on: date) -> date:
    """The first day on which a company that was excluded may apply again."""
    return months_later(ended_on, AGAIN_AFTER)


def moves(state: State, steps: Collection[State] = tuple(State)) -> tuple[Move, ...]:
    """The moves that lead from a state. `steps`: the states that the programme has, of those of an application."""
    return tuple(
        move
        for move, way in WAYS.items()
        if state in way.starts and not (move is Move.INVOICE and State.INVOICED not in steps)
    )


def missing(move: Move, facts: Facts) -> list[Missing]:
    """What a move lacks. Raises `Illegal` where it does not lead from here."""
    if facts.state not in WAYS[move].starts:
        raise Illegal(f"{move} does not lead from {facts.state}")
    return _lacks(_GUARDS[move], facts)


def missing_of_plan(facts: Facts) -> list[Missing]:
    """What a plan lacks to be approved, of an application or of a member."""
    return _lacks(_PLAN, facts)


def _lacks(guards: Iterable[tuple[str, str, _Guard]], facts: Facts) -> list[Missing]:
    found = ((code, words, guard(facts)) for code, words, guard in guards)
    return [Missing(code, words, lack if isinstance(lack, tuple) else ()) for code, words, lack in found if lack]


def taken_back(state: State, was: State) -> State:
    """Where a membership is once an appeal took a decision back. Raises `Illegal`."""
    if state not in TAKEN_BACK:
        raise Illegal(f"no appeal leads from {state}")
    return was


def due(facts: Facts) -> Move | None:
    """What the clock does now with a membership of these facts: one of its own moves, or a move that it proposes. The
    notice of a suspension goes out with the proposal, so early that the day of it can be kept."""
    if facts.state in {State.ACTIVE, State.REPORT_DUE}:
        own = Move.REPORT_OPENS if facts.state is State.ACTIVE else Move.REPORT_LATE
        if not missing(own, facts):
            return own
        over = facts.state is State.ACTIVE and not missing(Move.END_OF_VALIDITY, facts)
        return Move.END_OF_VALIDITY if over else None
    if facts.state is State.OVERDUE:
        told_after = max(facts.days.reminders[-1], facts.days.suspend - facts.days.suspend_notice)
        late = _passed(facts.report_due_on, told_after, facts.today) and not facts.report_waits
        return Move.SUSPEND_LATE if late else None
    if facts.state is State.SUSPENDED and not missing(Move.LAPSE, facts):
        return Move.LAPSE
    return None
