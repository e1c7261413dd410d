"""Workers and the children they take on: files opened from concerns, safe ways, entries, what pushes, first wishes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Accepted, Case, Consent
from fanal.cases.opening.opening import open_file
from fanal.cases.opening.prefill import prefill
from fanal.concerns import api as concerns
from fanal.network.contracts import Actor
from fanal.network.models import Person
from fanal.site.demo import care_words as words
from fanal.site.demo.stage import Play, Stage
from fanal.site.demo.telling import Kept

type Does = Callable[[Actor, Case, datetime], object]


def take_on(stage: Stage, play: Play, kept: Kept, decided: datetime) -> None:
    """The worker who was named opens the file within the day, and goes on from there."""
    random = stage.random
    if decided < stage.ago(days=5) or random.random() < 0.4:  # of those of this week some wait
        play.at(decided + timedelta(minutes=random.randint(40, 900)), lambda at: _open(stage, play, kept, at))


def _actor(stage: Stage, person: Any) -> Actor:
    return stage.actor(Person.objects.get(pk=person).username)


def _open(stage: Stage, play: Play, kept: Kept, at: datetime) -> None:
    row = Accepted.objects.filter(concern=kept.id, case=None).first()
    if row is None:
        return
    worker, random = _actor(stage, row.worker_id), stage.random
    told = prefill(concerns.told(worker, kept.id, at)).values
    sex = told.get("child.sex") or random.choice(("female", "male"))
    answers = {
        "child.given_name": random.choice(words.NAMES[sex]),
        "child.family_name": random.choice(words.FAMILIES),
        "child.age_at_intake": random.randint(9, 17),
        "child.languages": (random.choice(words.LANGUAGES),),
        "child.safe_to_contact": random.choice(words.SAFE),
        "case.standing": "victim" if random.random() < 0.8 else "at_risk",
        "case.risk": random.choices(words.RISKS, words.HOW_OFTEN)[0],
        "case.travel_tourism": random.choice(("yes", "unknown")),
        "consent.child_assented": "not_asked",
        "consent.given_by": "nobody",
        "consent.basis": "child_protection_best_interests",
        "consent.basis_reason": words.NOT_MET,
        **told,
        "child.sex": sex,
    }
    case = open_file(worker, kept.id, answers, at)
    _go_on(stage, play, case, at)


def _go_on(stage: Stage, play: Play, case: Case, at: datetime) -> None:
    """The days that follow; each child's differ."""
    random = stage.random

    def later(hours: tuple[int, int], does: Does, who: Any = case.owner_id) -> None:
        def deed(when: datetime) -> None:
            does(_actor(stage, who), case, when)

        play.at(at + timedelta(minutes=random.randint(hours[0] * 60, hours[1] * 60)), deed)

    later((2, 20), _signs, case.supervisor_id)
    if random.random() < 0.85:
        later((3, 30), _checks(random.choice(words.WAYS)))
        later((5, 60), _notes("contact", random.choice(words.MET), reached=True))
    for code, level in random.sample(words.PUSHES, random.randint(1, 3)):
        later((30, 120), _pushed(code, level))
    if random.random() < 0.7:
        later((40, 140), _wants(random.choice(words.WISHES)))
    if at < stage.ago(days=20) and random.random() < 0.85:
        lately = stage.ago(days=random.randint(0, 9), minutes=random.randint(30, 700))
        play.at(lately, lambda when: _looks_again(stage, case, when))
    if random.random() < 0.5:
        later((60, 300), _notes("observation", random.choice(words.SEEN)))


def _looks_again(stage: Stage, case: Case, when: datetime) -> None:
    """The last round: the way is still safe, the risk is less."""
    worker = _actor(stage, case.owner_id)
    writing.set_safety(worker, case.pk, SafeContact.AGREED_TIMES, stage.random.choice(words.WAYS), when)
    writing.add_note(worker, case.pk, "contact", {"body": stage.random.choice(words.MET)}, when, reached=True)
    writing.set_risk(worker, case.pk, Risk.LOW, {"body": words.QUIETER}, when)


def _signs(actor: Actor, case: Case, when: datetime) -> None:
    ground = Consent.objects.get(child=case.child_id)
    grounds.sign(actor, case.pk, ground.pk, when)


def _checks(way: dict[str, Any]) -> Does:
    return lambda actor, case, when: writing.set_safety(actor, case.pk, SafeContact.AGREED_TIMES, way, when)


def _notes(kind: str, body: str, *, reached: bool = False) -> Does:
    return lambda actor, case, when: writing.add_note(actor, case.pk, kind, {"body": body}, when, reached=reached)


def _pushed(code: str, level: str) -> Does:
    said = {"code": code, "level": level, "source": "child_said", "state": "present"}
    return lambda actor, case, when: writing.add_push(actor, case.pk, said, when)


def _wants(text: str) -> Does:
    def deed(actor: Actor, case: Case, when: datetime) -> None:
        writing.set_wishes(actor, case.pk, text, Case.objects.get(pk=case.pk).version, when)

    return deed
