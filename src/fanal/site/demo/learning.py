"""Courses that fictional people reviewed, people of fictional houses who learn with cards and in sessions, what became
of their certificates, and one of the staff whose course gave her a clearance."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from fanal import vault
from fanal.access.api import clearing, granting, reviews
from fanal.access.reviews import Item, Reviewer
from fanal.learning import reviewing
from fanal.learning.attempts import attempts
from fanal.learning.certificates import issuing, keys
from fanal.learning.certificates.policy import GRANT
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Card, Certificate, Cohort, GroupSession, Learner
from fanal.learning.people import people
from fanal.learning.sessions import attending, confirming, paper, sessions
from fanal.learning.signin import seats
from fanal.learning.skills import skills
from fanal.learning.skills.policy import TRAINED
from fanal.learning.staff import cards
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.site.demo.cast import LEARNER_CARD, LEARNER_PIN
from fanal.site.demo.stage import Play, Stage
from fanal.site.demo.workers import CORE, best, passes
from fanal.vocabulary.dates import months_later

_REVIEWERS = {
    Reviewer.SURVIVOR: ("yara", "Survivors’ council"),
    Reviewer.CLINICAL: ("dalia", "Clinic of the harbour (fictional)"),
    Reviewer.LAWYER: ("lena", "Lena Voss, lawyer"),
    Reviewer.PRACTITIONER: ("bao", "Bao Lin, supervisor"),
}
_HOTEL = ("Ana", "Ben", "Chanthy", "Dara", "117", "118")
_SHELTER = ("Esra", "Fay")
BEGAN = 690
"""Days ago."""


_HOSTEL = ("Adil", "Brita", "Cosmo", "Delia", "Enzo", "Fatou", "Gus", "Halina", "Ivo", "Judit", "Kasia", "Leo")
_FIRST = (CORE, "front-desk", "housekeeping", "food-drinks-security")
"""The courses that were there first."""


def begin(stage: Stage) -> None:
    """Almost two years ago: the first courses, and people of a hotel who passed them. Their certificates end soon. The
    key that signs is of the demonstration."""
    if not keyfile.keyfile().issuers:
        keys.add()
    when = stage.ago(days=BEGAN)
    _reviewed(stage, _FIRST, when)
    _hotel(stage, when)


def plan(stage: Stage, play: Play) -> None:
    """All courses are reviewed two months ago, for the first ones once more; cards and sessions since then."""
    play.at(stage.ago(days=65), lambda when: _reviewed(stage, library.shipped(), when))
    play.at(stage.ago(days=40), lambda when: _shelter(stage, when))
    play.at(stage.ago(days=33), lambda when: _trained(stage, when))
    play.at(stage.ago(days=31), lambda when: _issuers(stage, when))
    play.at(stage.ago(days=27), lambda when: _session(stage, play, when))
    play.at(stage.ago(days=5), lambda when: _together(stage, when))


def _together(stage: Stage, when: datetime) -> None:
    """People of the hotel before one screen, with sheets of paper of which one is typed in."""
    bao, hotel = stage.actor("bao"), Cohort.objects.get(label="Hotel Lantern")
    one = sessions.plan(bao, hotel.pk, "front-desk", "en", 20, when.date(), when)
    sessions.start(bao, one.pk, when)
    attending.by_list(bao, one.pk, {post.pk for post in attending.missing(bao, one)}, when)
    paper.draw(bao, one.pk, when)
    paper.type_in(bao, paper.sheets(one)[1].pk, "ABCDEABCDE", when)


def _issuers(stage: Stage, when: datetime) -> None:
    """Two people take certificates back; neither leads a session."""
    last = (stage.now + timedelta(days=300)).date()
    for who, second in (("edo", "dalia"), ("dalia", "edo")):
        one = granting.propose(
            stage.actor("bao"), GRANT, network.person(stage.person(who)), "Looks at what was certified.", last, when
        )
        granting.confirm(stage.actor(second), one.pk, when + timedelta(hours=2))
    stage.rings_changed()  # everybody's grants are read again


def _session(stage: Stage, play: Play, when: datetime) -> None:
    """Twelve people of a hostel learn together and answer on paper; Vera reads a tenth a second time, and looks at it.
    Nine have said with their cards that a sheet is theirs; one certificate was taken back."""
    bao = stage.actor("bao")
    hostel = people.open_cohort(bao, "Harbour hostel", "XA", "site", when)
    made = people.add(bao, hostel, _HOSTEL, "front_desk", "en", when)
    one = sessions.plan(bao, hostel.pk, CORE, "en", 20, when.date(), when)
    sessions.start(bao, one.pk, when)
    for each in made:
        attending.by_card(bao, one.pk, each.code, when)
    paper.draw(bao, one.pk, when)
    later = when + timedelta(hours=3)
    for sheet in paper.sheets(one):
        letters = "".join(
            paper.LETTERS[[choice.id for choice in asked.choices].index(best(asked.choices))]
            for asked in paper.asked(library.shipped()[CORE], sheet)
        )
        paper.type_in(bao, sheet.pk, letters, later)
        if sheet.second:
            paper.type_again(stage.actor("vera"), sheet.pk, letters, later + timedelta(hours=1))
    signed = hashlib.sha256(b"sheet that twelve people signed").hexdigest()
    sessions.close(bao, one.pk, 22, len(made), signed, "", later + timedelta(hours=2))
    play.at(when + timedelta(days=2), lambda at: sessions.confirm(stage.actor("vera"), one.pk, at))
    play.at(when + timedelta(days=3), lambda at: _certified(one, at))
    play.at(when + timedelta(days=12), lambda at: _taken_back(stage, hostel, at))


def _certified(one: GroupSession, when: datetime) -> None:
    for sheet in paper.sheets(one)[:9]:
        attempt = Attempt.objects.get(pk=confirming.confirm(sheet.learner, sheet, when))
        issuing.issue(sheet.learner, library.shipped()[CORE], attempt, sheet.learner.label, when)


def _taken_back(stage: Stage, of: Cohort, when: datetime) -> None:
    """Somebody else had written one of the sheets."""
    row = Certificate.objects.filter(learner__posts__cohort=of).order_by("issued_at", "pk")[0]
    issuing.ask_to_revoke(stage.actor("edo"), row, "identity", when)
    issuing.revoke(stage.actor("dalia"), row, when + timedelta(hours=4))


def _reviewed(stage: Stage, codes: Iterable[str], when: datetime) -> None:
    for course in (library.shipped()[code] for code in codes):
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


def _hotel(stage: Stage, when: datetime) -> None:
    bao = stage.actor("bao")
    hotel = people.open_cohort(bao, "Hotel Lantern", "XA", "site", when)
    made = people.add(bao, hotel, _HOTEL, "front_desk", "en", when)
    for each in made[:3]:
        passes(Learner.objects.get(pk=each.learner), CORE, when + timedelta(hours=1))
    pepper = keyfile.pepper()
    Card.objects.filter(learner=made[0].learner).update(
        digest=vault.training_card_digest(LEARNER_CARD).hex(),
        verifier=vault.pin_verifier(LEARNER_CARD, LEARNER_PIN, pepper).hex(),
        pepper=pepper.version,
    )


def _shelter(stage: Stage, when: datetime) -> None:
    bao = stage.actor("bao")
    shelter = people.open_cohort(bao, "House by the river", "XA", "shelter", when)
    people.add(bao, shelter, _SHELTER, "caregiver", "fr", when)


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
        attempts.answer(one, asked.id, best(asked.choices), when)
    assert one
    attempts.finish(one, "4", when)
    row.refresh_from_db()
    return row
