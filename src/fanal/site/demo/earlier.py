"""Files of the two years before, taken over from paper since the organisation has files here: each with what is known
of it, and closed. A past year can be counted by them, and those who agreed to it make a list of children."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID

from django.db import models

from fanal.cases import ground
from fanal.cases.codes import Milestone, Risk, Status
from fanal.cases.codes import Stage as Step
from fanal.cases.counting import counting
from fanal.cases.files import ledger, making
from fanal.cases.files.files import ENTITY
from fanal.cases.model.parts import Pair
from fanal.cases.models import Case, Child, ContactSafety, FollowUp, Note, PushFactor, Service
from fanal.cases.policy import OPEN_FILE
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.site.demo import care_words as words
from fanal.site.demo.stage import SEED, Play, Stage
from fanal.vocabulary.codes import AccessPurpose, RecipientCategory

FILES: Final = {"aurora": 200, "nordlys": 80}
"""So many by themselves; enough that of a year something can be shown."""
_WHO: Final = {"aurora": ("bao", ("marek", "pilar", "kiran"), "XA"), "nordlys": ("oda", ("signe", "thea"), "XB")}
"""Who answers for the work, and who did it."""
_SINCE, _UNTIL, _TAKEN = 1_085, 370, 38
"""Days ago: between the first two they were opened; on the last they were taken over."""
_MONTHS: Final = {Milestone.MONTH_1: 38, Milestone.MONTH_3: 98, Milestone.MONTH_6: 189, Milestone.MONTH_12: 352}
_EASED: Final = {Milestone.MONTH_1: 0.15, Milestone.MONTH_3: 0.35, Milestone.MONTH_6: 0.55, Milestone.MONTH_12: 0.7}
"""How likely something has eased where help came; where none came, half as likely."""
_OFTEN: Final = {"poverty": 5, "out_of_school": 5, "family_violence": 4, "debt": 2, "expected_to_earn": 2}
_GROUND: Final = {"child_assented": "agreed", "given_by": "legal_guardian", "basis": "consent"}

type Said = dict[str, Any]
type Told = tuple[Any, Said]
"""A row, and what lies sealed in it."""


def plan(stage: Stage, play: Play, more: int) -> None:
    """Put the taking over into the play: `FILES`, and so many more, in the same shares."""
    whole = sum(FILES.values())
    for org, number in FILES.items():
        play.at(stage.ago(days=_TAKEN), partial(_take_over, stage, org, number + more * number // whole))


def _take_over(stage: Stage, org: str, number: int, now: datetime) -> None:
    supervisor, workers, country = _WHO[org]
    random = Random(f"{SEED}/earlier/{org}")  # noqa: S311  draws a story, no key
    circles: dict[UUID, Any] = {}
    for place in range(number):
        actor = stage.actor(workers[place % len(workers)])
        opened = now.date() - timedelta(days=random.randint(_UNTIL - _TAKEN, _SINCE - _TAKEN))
        case = Case(
            child=Child(org_id=actor.org, safe_to_contact="agreed_times"), org_id=actor.org, owner_id=actor.person,
            supervisor_id=stage.person(supervisor), stage=Step.CLOSURE.value, status=Status.CLOSED.value,
            opened_on=opened, country_of_harm=country,
        )  # fmt: skip
        case.rate(Risk.LOW, actor.person, now, now.date())
        if actor.person not in circles:
            circles[actor.person] = making.circle(case)
        _Life(case, actor, random, now).store(circles[actor.person])


@dataclass
class _Life:
    """What is known of one child, drawn, and the file of it."""

    case: Case
    actor: Actor
    random: Random
    now: datetime

    def store(self, circle: Any) -> None:
        pushes = list(self._pushes())
        child, work = self._child(pushes), {"standing": "victim", "wishes": self.random.choice(words.WISHES)}
        helps = [one for push in pushes for one in self._help(push)]
        contacts = list(self._contacts(pushes, helps))
        rows = [*self._of_child(contacts), *((one, said) for one, said, _answer in pushes), *helps, *contacts]
        rows.append((Note(case=self.case, kind="contact", reached=True, **self._by(30)), {"body": words.QUIETER}))
        for record, items in making.store(self.case, child, work, rows, circle).items():
            journal.write(
                record, self.actor.signatory(), OPEN_FILE, at=self.now, purpose=AccessPurpose.CASEWORK, items=items
            )
        making.listed(self.actor, self.case, child)
        planned = self.case.opened_on + timedelta(days=self.random.randint(3, 12))
        counting.keep(self.case, _by_entity([(self.case.child, child), (self.case, work), *rows]), planned, self.now)

    def _by(self, after: int) -> dict[str, Any]:
        when = datetime.combine(self.case.opened_on, self.now.timetz()) + timedelta(days=after)
        return {"made_by_id": self.actor.person, "made_at": min(when, self.now)}

    def _child(self, pushes: list[tuple[PushFactor, Said, Any]]) -> Said:
        sex = "female" if self.random.random() < 0.7 else "male"
        out = any(said["code"] == "out_of_school" for _row, said, _answer in pushes)
        return {
            "given_name": self.random.choice(words.NAMES[sex]), "family_name": self.random.choice(words.FAMILIES),
            "age_at_intake": self.random.choices(range(9, 18), (1, 1, 2, 3, 4, 5, 6, 6, 5))[0], "sex": sex,
            "languages": (self.random.choice(words.LANGUAGES),),
            "in_school": "attending" if not out or self.random.random() < 0.6 else "dropped_out",
        }  # fmt: skip

    def _of_child(self, contacts: list[Told]) -> Iterator[Told]:
        """The ground of the work; at the last contact many agreed to be counted over several lists."""
        child = self.case.child
        first = self._by(0)["made_at"]
        yield ledger.new(child, _GROUND, self.actor, first), _GROUND
        last: Any = contacts[-1][0]
        if last.milestone == Milestone.MONTH_12 and last.result == "done" and self.random.random() < 0.8:
            what, to = ground.NEEDS[ground.Use.LINK], (RecipientCategory.RESEARCHER.value,)
            asked: Said = {"purpose": what.purpose, "recipients": to, "categories": what.always}
            yield ledger.new(child, _GROUND, self.actor, last.made_at, **asked), _GROUND
        checked: date = last.made_at.date()
        safety = ContactSafety(child=child, checked_on=checked, next_check=checked + timedelta(days=30), **self._by(1))
        yield safety, self.random.choice(words.WAYS)

    def _pushes(self) -> Iterator[tuple[PushFactor, Said, tuple[str, ...]]]:
        """One to three circumstances; some are often there, some seldom."""
        left = list(words.PUSHES)
        for _each in range(self.random.choice((1, 2, 2, 3))):
            one = self.random.choices(left, [_OFTEN.get(code, 1) for code, *_ in left])[0]
            left.remove(one)
            code, level, answer = one
            said = {"code": code, "level": level, "source": "child_said", "state": "present"}
            yield PushFactor(case=self.case, noted_on=self.case.opened_on, **self._by(1)), said, answer

    def _help(self, push: tuple[PushFactor, Said, tuple[str, ...]]) -> Iterator[Told]:
        """What answered it; sometimes no such help existed."""
        row, _said, (*_goal, kind) = push
        said: Said = {"type": kind, "for_whom": "child", "push_factors": (str(row.pk),)}
        by = self._by(8)
        due = by["made_at"] + timedelta(days=14)
        help_ = Service(case=self.case, phase="care_plan", timeframe="within_14_days", due=due, **by)
        help_.state = "unavailable"
        if self.random.random() < 0.8:
            help_.state, help_.delivered_on = "delivered", due.date()
            said["outcome"] = self.random.choice(("need_met", "partly_met"))
        yield help_, said

    def _contacts(self, pushes: list[tuple[PushFactor, Said, Any]], helps: list[Told]) -> Iterator[Told]:
        """The contacts at their months, and how it was then with what pushed; the last says how it is."""
        helped = {pk for row, said in helps if row.state == "delivered" for pk in said["push_factors"]}
        for month, days in _MONTHS.items():
            by = self._by(days)
            done = self.random.random() < 0.85
            row = FollowUp(
                case=self.case, type="milestone", milestone=month.value, due=by["made_at"],
                result="done" if done else "child_declined", done_on=by["made_at"].date(), **by,
            )  # fmt: skip
            said: Said = {}
            if done:
                for push, of, _answer in pushes:
                    eased = _EASED[month] * (1.0 if str(push.pk) in helped else 0.5)
                    if of["state"] == "present" and self.random.random() < eased:
                        of["state"] = self.random.choice(("easing", "ended"))
                states = tuple(Pair(str(push.pk), of["state"]) for push, of, _answer in pushes)
                said = {"child_seen": True, "child_seen_alone": True, "push_factors_review": states}
                said |= {"note": self.random.choice(words.FOLLOWED), "wellbeing": (Pair("safety", "holding"),)}
            yield row, said


def _by_entity(rows: list[Told]) -> dict[str, list[tuple[models.Model, Said]]]:
    """As whoever counts reads a file: each row with its columns and what lies sealed in it."""
    found: dict[str, list[tuple[models.Model, Said]]] = {entity: [] for entity in ENTITY.values()}
    for row, said in rows:
        columns = {one.name: getattr(row, one.attname) for one in row._meta.concrete_fields}
        found[ENTITY[type(row)]].append((row, columns | said))
    return found
