"""What workers, supervisors and children do in the demonstration, by the deeds of the pages: from the first day to the
follow-ups. Each step does what it can; what the house refuses is not done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from fanal import vault
from fanal.cases.acts import acts, law
from fanal.cases.acts import suspects as persons
from fanal.cases.approvals import approvals
from fanal.cases.assessing import assessing, instruments, lowering
from fanal.cases.child_side import child_side, reading
from fanal.cases.codes import AssessmentKind, ConsentPurpose, GoalState, Risk, SafeContact, Status
from fanal.cases.course import moving
from fanal.cases.facts import To
from fanal.cases.files import writing
from fanal.cases.files.approving import APPROVED, SENT_BACK
from fanal.cases.follow_ups import follow_ups
from fanal.cases.grounds import grounds
from fanal.cases.interests import interests
from fanal.cases.model.parts import Option, Pair
from fanal.cases.models import (
    Act,
    Approval,
    Assessment,
    Case,
    Consent,
    Feedback,
    FollowUp,
    Goal,
    Plan,
    PushFactor,
    Service,
)
from fanal.cases.people import people
from fanal.cases.planning import helping, planning
from fanal.cases.rights import rights
from fanal.network.contracts import Actor
from fanal.network.models import Person
from fanal.site.demo import care_words as words
from fanal.site.demo.helpers import who_gives
from fanal.site.demo.stage import Stage
from fanal.vocabulary.ids import day_id

BOTH: Final[dict[str, Any]] = {
    "given_by": "legal_guardian", "child_assented": "agreed", "basis": "consent", "text_read": "1:en",
    "explained": ("purpose", "how_to_withdraw"),
}  # fmt: skip
_SOON = timedelta(minutes=5)


@dataclass
class Walk:
    """One child of the demonstration: the file, and what is drawn for it. `pushes`: what pushes the child, with what
    answers it."""

    stage: Stage
    country: str
    case: UUID
    random: Random
    pushes: list[tuple[UUID, tuple[str, ...]]] = field(default_factory=list)
    code: vault.Receipt | None = None
    """What a provider was told."""

    def row(self) -> Case:
        return Case.objects.get(pk=self.case)

    def worker(self) -> Actor:
        return self._actor(self.row().owner_id)

    def supervisor(self) -> Actor:
        return self._actor(self.row().supervisor_id)

    def _actor(self, person: Any) -> Actor:
        return self.stage.actor(Person.objects.get(pk=person).username)

    def one_of[T](self, found: tuple[T, ...]) -> T:
        return self.random.choice(found)


# ---- the first days ----


def signs(walk: Walk, now: datetime) -> None:
    """The supervisor signs why there is no consent."""
    ground = Consent.objects.get(child=walk.row().child_id)
    grounds.sign(walk.supervisor(), walk.case, ground.pk, now)


def meets(walk: Walk, now: datetime) -> None:
    """The child is met, and says how they may be reached."""
    worker = walk.worker()
    writing.set_safety(worker, walk.case, SafeContact.AGREED_TIMES, walk.one_of(words.WAYS), now)
    writing.add_note(worker, walk.case, "contact", {"body": walk.one_of(words.MET)}, now + _SOON, reached=True)


def hears_wish(walk: Walk, now: datetime) -> None:
    writing.set_wishes(walk.worker(), walk.case, walk.one_of(words.WISHES), walk.row().version, now)


def observes(walk: Walk, now: datetime) -> None:
    writing.add_note(walk.worker(), walk.case, "observation", {"body": walk.one_of(words.SEEN)}, now)


def notes_push(walk: Walk, now: datetime) -> None:
    """One circumstance or two; and whether the child goes to school."""
    found = walk.random.sample(words.PUSHES, walk.random.randint(1, 2))
    for code, level, answer in found:
        said = {"code": code, "level": level, "source": "child_said", "state": "present"}
        walk.pushes.append((writing.add_push(walk.worker(), walk.case, said, now).pk, answer))
    school = "dropped_out" if any(code == "out_of_school" for code, *_ in found) else "attending"
    writing.set_about(walk.worker(), walk.case, {"in_school": school}, walk.row().child.version, now)


def notes_act(walk: Walk, now: datetime) -> None:
    said = {
        "kind": "exploitation", "forms": ("unknown",), "travel_tourism": "yes", "country": walk.country,
        "place_type": walk.one_of(("accommodation", "transport", "online")), "account": walk.one_of(words.ACCOUNT),
    }  # fmt: skip
    acts.add(walk.worker(), walk.case, said, now)


def suspects(walk: Walk, now: datetime) -> None:
    """Who is suspected; of some it is known that they reach children now, which the safeguarding lead hears at once."""
    said = {
        "status": "suspected", "known": "known", "adult_at_time": "yes", "relationship": "tourist_or_traveller",
        "mobility": "foreign_tourist", "access_to_children_now": walk.one_of(("unknown", "unknown", "yes")),
        "connected_to_us": "no", "names": (walk.one_of(words.SUSPECTED),),
    }  # fmt: skip
    persons.add(walk.worker(), walk.case, said, now)


def asks_law(walk: Walk, now: datetime) -> None:
    """The supervisor asks the law about the first act: a matter with its question, ready to be sent."""
    act = Act.objects.filter(case=walk.case).order_by("made_at").first()
    if act is not None:
        law.ask(walk.supervisor(), walk.case, act.pk, now)


# ---- looking, and what is agreed ----


def quick_look(walk: Walk, now: datetime) -> None:
    _assessed(walk, AssessmentKind.RAPID_SAFETY, now)


def to_assessment(walk: Walk, now: datetime) -> None:
    moving.move(walk.worker(), walk.case, To.ASSESSMENT, {}, now)


def reports(walk: Walk, now: datetime) -> None:
    moving.reported(walk.worker(), walk.case, words.REPORTED, now)


def assesses(walk: Walk, now: datetime) -> None:
    _assessed(walk, AssessmentKind.INITIAL, now)


def _assessed(walk: Walk, kind: AssessmentKind, now: datetime) -> None:
    """A section, what the child thinks, the level."""
    worker, section = walk.worker(), instruments.newest()[kind].sections[0]
    row = assessing.begin(worker, walk.case, kind.value, now)
    asked = [one for one in section.questions if one in words.ANSWERS]
    said = {
        "answers": tuple(Pair(one, words.ANSWERS[one]) for one in asked),
        "wellbeing": tuple(Pair(one.value, walk.one_of(("struggling", "holding"))) for one in section.words),
    }
    assessing.keep_section(worker, walk.case, row.pk, section, said, row.version, now + _SOON)
    level = {
        "risk": walk.row().risk, "nothing_pushes": not PushFactor.objects.filter(case=walk.case).exists(),
        "child_views": walk.one_of(words.VIEWS), "child_present": True,
    }  # fmt: skip
    assessing.keep_level(worker, walk.case, row.pk, level, row.version + 1, now + 2 * _SOON, finish=True)


def supervisor_approves(walk: Walk, now: datetime) -> None:
    """What waits of this file, where something does."""
    _decide(walk, APPROVED, now)


def sends_back(walk: Walk, now: datetime) -> None:
    _decide(walk, SENT_BACK, now)


def _decide(walk: Walk, decision: str, now: datetime) -> None:
    note = words.NOT_YET if decision == SENT_BACK else ""
    for row in Approval.objects.filter(case=walk.case, decision=""):
        approvals.decide(walk.supervisor(), walk.case, row.pk, decision, note, now)


def asks_again(walk: Walk, now: datetime) -> None:
    """The worker adds what was missing, and asks anew."""
    row = Assessment.objects.filter(case=walk.case, kind="initial").exclude(completed_on=None).get()
    views = {"child_views": words.VIEWS_AGAIN}
    assessing.keep_views(walk.worker(), walk.case, row.pk, views, row.version, now)
    if not Approval.objects.filter(case=walk.case, subject=row.pk, decision="").exists():
        approvals.ask_approval(walk.worker(), walk.case, lowering.KIND, row.pk, now + _SOON)


def asks_child(walk: Walk, now: datetime) -> None:
    """Once the child was met: what they allow, with whoever cares for them. Some say no to being counted."""
    worker = walk.worker()
    grounds.give(worker, walk.case, ConsentPurpose.CASE_MANAGEMENT, BOTH, now)
    if walk.random.random() < 0.6:
        to = {"recipients": ("service_provider",), "categories": ("contact", "services", "existence")}
        grounds.give(worker, walk.case, ConsentPurpose.REFERRAL, BOTH | to, now + _SOON)
    if walk.random.random() < 0.12:
        does_not_count(walk, now + 2 * _SOON)


def does_not_count(walk: Walk, now: datetime) -> None:
    grounds.refuse(walk.worker(), walk.case, ConsentPurpose.STATISTICS, {"given_by": "child"}, now)


def refuses_sharing(walk: Walk, now: datetime) -> None:
    grounds.refuse(walk.worker(), walk.case, ConsentPurpose.TRANSFER, {"given_by": "child"}, now)


def renews(walk: Walk, now: datetime) -> None:
    """Before the year is over, the child is asked again."""
    row = Consent.objects.filter(child=walk.row().child_id, purpose="case_management").order_by("-given_at").first()
    if row is not None:
        grounds.renew(walk.worker(), walk.case, row.pk, BOTH, now)


def to_planning(walk: Walk, now: datetime) -> None:
    moving.move(walk.worker(), walk.case, To.PLANNING, {}, now)


# ---- around the child ----


def knows_around(walk: Walk, now: datetime) -> None:
    name, relationship = walk.one_of(words.AROUND)
    link = {"relationship": relationship, "contact_allowed": "free", "is_current_caregiver": True}
    people.add(walk.worker(), walk.case, {"name": name, "may_be_told": "plan"}, link, now)
    writing.set_safety(walk.worker(), walk.case, SafeContact.AGREED_TIMES, walk.one_of(words.WAYS), now + _SOON)


def bars(walk: Walk, now: datetime) -> None:
    """Somebody of the family is suspected: tells nothing, consents to nothing, and is not contacted."""
    link = {
        "relationship": "uncle", "contact_allowed": "none", "is_alleged_offender": True, "is_current_caregiver": False,
    }  # fmt: skip
    people.add(walk.worker(), walk.case, {"name": words.BARRED}, link, now)


# ---- the plan ----


def plans(walk: Walk, now: datetime) -> None:
    """A goal and a piece of help for each circumstance, what the child says to it; then the supervisor is asked."""
    worker, case, today = walk.worker(), walk.row(), now.date()
    wants = {"child_words": walk.one_of(words.WISHES), "starts": today, "ends_planned": today + timedelta(days=180)}
    plan = planning.begin(worker, case.pk, wants, now)
    for number, (factor, answer) in enumerate(walk.pushes, 1):
        _answered(walk, factor, answer, now + number * _SOON)
    version = Plan.objects.get(pk=plan.pk).version
    agreed = {"child_agreed": "agreed", "child_agreed_why": walk.one_of(words.AGREES)}
    if walk.random.random() < 0.2:
        agreed = {"child_agreed": "agreed_in_part", "child_agreed_why": words.PARTLY}
    planning.agree(worker, case.pk, agreed, version, now + 6 * _SOON)
    if walk.random.random() < 0.3:
        planning.set_safety(worker, case.pk, words.SAFETY_PLAN, version + 1, now + 7 * _SOON)
    planning.ask(worker, case.pk, now + 8 * _SOON)


def _answered(walk: Walk, factor: UUID, answer: tuple[str, ...], now: datetime) -> None:
    domain, need, goal, seen, service = answer
    worker, pushes = walk.worker(), (str(factor),)
    said = {
        "domain": domain, "need": need, "goal": goal, "indicator": seen, "target": seen, "who": "caseworker",
        "due": now.date() + timedelta(days=90), "push_factors": pushes,
    }  # fmt: skip
    row = planning.add_goal(worker, walk.case, said, now)
    help_ = {
        "type": service, "for_whom": "household" if domain == "livelihood" else "child", "phase": "care_plan",
        "timeframe": "within_14_days", "goal": str(row.pk), "push_factors": pushes,
        "provider": who_gives(worker.org, service),
    }  # fmt: skip
    helping.add(worker, walk.case, help_, now + timedelta(minutes=2))


def to_action(walk: Walk, now: datetime) -> None:
    moving.move(walk.worker(), walk.case, To.IMPLEMENTATION, {}, now)


def gives_help(walk: Walk, now: datetime) -> None:
    """Most of it was given; some was given in part, and its clock goes on."""
    for row in Service.objects.filter(case=walk.case, state="planned"):
        state = "delivered" if walk.random.random() < 0.85 else "partly_delivered"
        said = {"state": state, "delivered_on": now.date(), "outcome": walk.one_of(("need_met", "partly_met"))}
        helping.give(walk.worker(), walk.case, row.pk, said, row.version, now)


def changes_plan(walk: Walk, now: datetime) -> None:
    """After the yes the child wants something else: what was approved has lapsed by that."""
    row = Plan.objects.filter(case=walk.case).latest("number")
    said = {"child_words": words.PLAN_CHANGED, "starts": row.starts, "ends_planned": row.ends_planned}
    planning.change(walk.worker(), walk.case, said, row.version, now)


def finds_best(walk: Walk, now: datetime) -> None:
    """What is best for the child: two ways, and the child's view of each."""
    trigger, decision = words.TO_DECIDE
    row = interests.begin(walk.worker(), walk.case, interests.BIA, {"trigger": trigger}, now)
    said = {
        "trigger": trigger, "options": tuple(Option(*one) for one in words.WAYS_TO_LIVE), "decision": decision,
        "dissent": "", "review_on": now.date() + timedelta(days=60),
    }  # fmt: skip
    interests.keep(walk.worker(), walk.case, row.pk, said, (), row.version, now + _SOON, finish=True)


# ---- follow-ups, and what the child says ----


def follows_up(milestone: str) -> Callable[[Walk, datetime], None]:
    """The contact of a month; that the child did not want to is a result, too."""

    def step(walk: Walk, now: datetime) -> None:
        row = FollowUp.objects.filter(case=walk.case, milestone=milestone, result="").first()
        if row is None:
            return
        said: dict[str, Any] = {"result": "done" if walk.random.random() < 0.8 else "child_declined"}
        if said["result"] == "done":
            said |= {
                "mode": walk.one_of(("school", "office", "home_visit")), "child_seen": True, "child_seen_alone": True,
                "situation": "ongoing_monitoring", "note": walk.one_of(words.FOLLOWED),
                "wellbeing": (Pair("safety", "holding"), Pair("education", walk.one_of(("holding", "doing_well")))),
                "push_factors_review": _states(walk, PushFactor, "easing"),
                "goals_review": _states(walk, Goal, "in_progress"),
            }  # fmt: skip
        follow_ups.record_one(walk.worker(), walk.case, row.pk, said, now)

    return step


def _states(walk: Walk, table: Any, state: str) -> tuple[Pair, ...]:
    return tuple(Pair(str(pk), state) for pk in table.objects.filter(case=walk.case).values_list("pk", flat=True))


def child_says(walk: Walk, now: datetime) -> None:
    """On the worker's device, which the worker handed over; some let the worker read it."""
    scale = ("so_so", "mostly", "very_much")
    said = {one: walk.one_of(scale) for one in child_side.QUESTIONS} | {"words": walk.one_of(words.MESSAGES)}
    _gives(walk, said, now, may_read=walk.random.random() < 0.5)


def is_not_safe(walk: Walk, now: datetime) -> None:
    """The supervisor hears of it at once, and does something the same evening."""
    _gives(walk, {"feels_safe": child_side.UNSAFE, "listened_to": "mostly", "words": words.UNSAFE}, now)


def _gives(walk: Walk, said: dict[str, Any], now: datetime, *, may_read: bool = False) -> None:
    case = walk.row()
    what = child_side.Said(
        day_id(now.date()), "safety", said, may_read=may_read, mode=child_side.OUR_DEVICE, by=case.owner_id
    )
    child_side.give(case, what, now)


def child_skips(walk: Walk, now: datetime) -> None:
    child_side.not_asked(walk.worker(), walk.case, walk.one_of(("skipped", "skipped", "unsafe_to_offer")), now)


def supervisor_reads(walk: Walk, now: datetime) -> None:
    for row in Feedback.objects.filter(case=walk.case, read_on=None, answered="answered"):
        reading.done(walk.supervisor(), row.pk, words.READ, now)


def asks_for_data(walk: Walk, now: datetime) -> None:
    said = {"by": "child", "statement": words.ASKS}
    rights.register(walk.worker(), walk.case, rights.SEE, said, None, now)


def to_review(walk: Walk, now: datetime) -> None:
    moving.move(walk.worker(), walk.case, To.REVIEW, {}, now)


def looks_again(walk: Walk, now: datetime) -> None:
    """The last round: the way is still safe, the risk is less."""
    worker, case = walk.worker(), walk.row()
    writing.set_safety(worker, case.pk, SafeContact.AGREED_TIMES, walk.one_of(words.WAYS), now)
    if case.status == Status.OPEN:
        writing.add_note(worker, case.pk, "contact", {"body": walk.one_of(words.MET)}, now, reached=True)
        risk = Risk.LOW if case.risk in {Risk.LOW, Risk.MEDIUM} else Risk.MEDIUM
        writing.set_risk(walk.supervisor(), case.pk, risk, {"body": words.QUIETER}, now)


def say_goals(walk: Walk, state: GoalState, now: datetime) -> None:
    for goal in Goal.objects.filter(case=walk.case, plan__ended=None):
        planning.say_goal(walk.worker(), walk.case, goal.pk, state, goal.version, now)
