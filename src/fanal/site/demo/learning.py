"""Courses that fictional people reviewed, people of a fictional hotel who learn with cards, and one of the staff whose
course gave her a clearance."""

from datetime import datetime

from fanal import vault
from fanal.access.api import clearing, reviews
from fanal.access.reviews import Item, Reviewer
from fanal.learning import reviewing
from fanal.learning.attempts import attempts
from fanal.learning.certificates import issuing, keys
from fanal.learning.courses import library
from fanal.learning.courses.model import Course, Value
from fanal.learning.models import Attempt, Card, Cohort, Learner
from fanal.learning.people import people
from fanal.learning.sessions import attending, paper, sessions
from fanal.learning.signin import seats
from fanal.learning.skills import skills
from fanal.learning.skills.policy import TRAINED
from fanal.learning.staff import cards
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.site.demo.cast import LEARNER_CARD, LEARNER_PIN
from fanal.site.demo.stage import Play, Stage
from fanal.vocabulary.dates import months_later

_REVIEWERS = {
    Reviewer.SURVIVOR: ("yara", "Survivors’ council"),
    Reviewer.CLINICAL: ("dalia", "Clinic of the harbour (fictional)"),
    Reviewer.LAWYER: ("lena", "Lena Voss, lawyer"),
    Reviewer.PRACTITIONER: ("bao", "Bao Lin, supervisor"),
}
_HOTEL = ("Ana", "Ben", "Chanthy", "Dara", "117", "118")
_SHELTER = ("Esra", "Fay")


def plan(stage: Stage, play: Play) -> None:
    """Reviewed two months ago; cards since then. The key that signs certificates is of the demonstration."""
    if not keyfile.keyfile().issuers:
        keys.add()
    play.at(stage.ago(days=65), lambda when: _reviewed(stage, when))
    play.at(stage.ago(days=40), lambda when: _cohorts(stage, when))
    play.at(stage.ago(days=33), lambda when: _trained(stage, when))
    play.at(stage.ago(days=5), lambda when: _together(stage, when))


def _together(stage: Stage, when: datetime) -> None:
    """People of the hotel before one screen, with sheets of paper of which one is typed in."""
    bao, hotel = stage.actor("bao"), Cohort.objects.get(label="Hotel Lantern")
    one = sessions.plan(bao, hotel.pk, "front-desk", "en", 20, when.date(), when)
    sessions.start(bao, one.pk, when)
    attending.by_list(bao, one.pk, {post.pk for post in attending.missing(bao, one)}, when)
    paper.draw(bao, one.pk, when)
    paper.type_in(bao, paper.sheets(one)[1].pk, "ABCDEABCDE", when)


def _reviewed(stage: Stage, when: datetime) -> None:
    for course in library.shipped().values():
        if not course.playable:
            continue
        for kind, (who, reviewer) in _REVIEWERS.items():
            _says(stage, who, reviewing.course_item(course), kind, reviewer, when)
        for language in library.languages(course.code)[1:]:
            said = library.spoken(course.code, language)
            if said.missing:
                continue
            item = reviewing.texts_item(said)
            _says(stage, "tove", item, Reviewer.NATIVE, "Translators’ circle (fictional)", when)


def _says(stage: Stage, who: str, item: Item, kind: Reviewer, reviewer: str, when: datetime) -> None:
    until = months_later(when.date(), reviews.LONGEST)
    reviews.review(
        stage.actor(who), item, reviews.Statement(kind, True, item.digest, when.date(), until, reviewer), when
    )


def _cohorts(stage: Stage, when: datetime) -> None:
    bao = stage.actor("bao")
    hotel = people.open_cohort(bao, "Hotel Lantern", "XA", "site", when)
    made = people.add(bao, hotel, _HOTEL, "front_desk", "en", when)
    shelter = people.open_cohort(bao, "House by the river", "XA", "shelter", when)
    people.add(bao, shelter, _SHELTER, "caregiver", "fr", when)
    pepper = keyfile.pepper()
    Card.objects.filter(learner=made[0].learner).update(
        digest=vault.training_card_digest(LEARNER_CARD).hex(),
        verifier=vault.pin_verifier(LEARNER_CARD, LEARNER_PIN, pepper).hex(),
        pepper=pepper.version,
    )


def _trained(stage: Stage, when: datetime) -> None:
    """Amara passed *triage* and linked her card; Bao, who learned to see skills, saw hers."""
    course, until = library.shipped()["triage"], months_later(when.date(), clearing.LONGEST)
    bao = network.person(stage.person("bao"))
    clearing.give(stage.actor("dalia"), bao, TRAINED, clearing.Basis.COURSE, until, when)
    stage.rings_changed()
    team = people.open_cohort(stage.actor("bao"), "Casa Aurora", "XA", "team", when)
    [made] = people.add(stage.actor("bao"), team, ["Amara"], "duty_person", "en", when)
    seats.leave(seats.sign_in(made.code, LEARNER_PIN, LEARNER_PIN, when).token)
    cards.link(stage.actor("amara"), made.code, LEARNER_PIN, when)
    learner = Learner.objects.get(pk=made.learner)
    passed = _passes(learner, course, when)
    shown = dict.fromkeys(course.skills, str(skills.Mark.SHOWN))
    skills.observe(stage.actor("bao"), learner, course, shown, when)
    issuing.issue(learner, course, passed, "Amara Diallo", when)
    stage.rings_changed()


def _passes(learner: Learner, course: Course, when: datetime) -> Attempt:
    """Somebody answers a final form as helps best."""
    row = attempts.begin(learner, course, course.language, attempts.FINAL, when)
    while (one := attempts.going(learner, row.pk)) and (asked := one.next_open):
        best = next(made.id for made in asked.choices if made.value is Value.BEST)
        attempts.answer(one, asked.id, best, when)
    assert one
    attempts.finish(one, "4", when)
    row.refresh_from_db()
    return row
