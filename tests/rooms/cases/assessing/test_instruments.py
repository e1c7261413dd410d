"""Instruments: five ship, each is checked when it is read, and none is used for real work that nobody reviewed here."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotNow, reviews
from fanal.cases.assessing import assessing, instruments, known, reviewing
from fanal.cases.codes import AssessmentKind, Domain, Wellbeing
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.model.parts import Pair
from fanal.cases.models import Assessment
from fanal.cases.passing_on import carried
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

FILES = sorted(instruments.FOLDER.glob("*.yaml"))
WORDS = instruments.WORDS.read_text("utf-8")
TEXT = (instruments.FOLDER / "initial.yaml").read_text("utf-8")


def test_five_ship_and_each_part_of_life_is_looked_at_before_a_plan() -> None:
    kinds = set(instruments.newest())
    assert kinds == {"rapid_safety", "initial", "comprehensive", "caregiver", "reintegration"}
    for one in instruments.newest().values():
        words = {domain for section in one.sections for domain in section.words}
        assert words == set(Domain) or not one.carries_plan, one.code
        assert len(one.questions) <= 30, "a worker sits with a child"


def test_a_sign_of_danger_is_said_in_words_to_whoever_it_was_carried_to() -> None:
    """A colleague or another member, who has no instrument beside it, must not read a code."""
    field = model().entities["assessment"].fields["danger_signs"]
    carried_ = carried.item(field, field.path, ("reached", "own_life"))
    assert carried.told(field, carried_).startswith("Somebody who harmed the child still reaches them")
    for one in instruments.newest().values():
        for code, sign in one.signs.items():
            assert sign.say in words.code("instrument", code)
    assert words.code("instrument", "of_another_day") == "of_another_day"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_as_what_it_holds_and_says_where_it_comes_from(path: Any) -> None:
    one = instruments.read(path.read_text("utf-8"), WORDS)
    assert path.stem in {one.code, f"{one.code}.{one.version}"}
    assert any("Own wording" in source for source in one.sources)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "other"}, "this is not"),
        ({"code": "interview"}, "no kind"),
        ({"version": 0}, "a version is a number"),
        ({"language": "fr"}, "in English"),
        ({"sources": []}, "names its sources"),
        ({"sections": {}}, "has sections"),
        ({"sections": {"safety": {"title": "Safety"}}}, "is not one"),
        ({"sections": {"safety": {"title": "Safety", "questions": {}, "score": 3}}}, "is not one"),
        ({"sections": {"a1": {"title": "A", "questions": {"q1": "?" * 241}}}}, "at most 240"),
        (
            {"sections": {"a1": {"title": "A", "questions": {}, "signs": {"s1": {"say": "x", "asks": "grave"}}}}},
            "level",
        ),
        ({"sections": {"a1": {"title": "A", "questions": {}, "words": ["love"]}}}, "no part of life"),
    ],
)
def test_a_defect_stops_it(change: dict[str, Any], words: str) -> None:
    said = yaml.safe_load(TEXT) | change
    with pytest.raises(ValueError, match=words):
        instruments.read(yaml.safe_dump(said), WORDS)


def test_a_question_stands_once_and_each_word_has_its_meaning() -> None:
    said = yaml.safe_load(TEXT)
    said["sections"]["health"]["questions"]["safe_places"] = "Again?"
    with pytest.raises(ValueError, match="question twice: safe_places"):
        instruments.read(yaml.safe_dump(said), WORDS)
    meant = yaml.safe_load(WORDS)
    del meant["words"]["legal"]["holding"]
    with pytest.raises(ValueError, match="legal needs what each"):
        instruments.read(TEXT, yaml.safe_dump(meant))


def test_the_wording_of_a_version_does_not_change() -> None:
    """A wording that changes is a new version: old assessments stay readable as they were asked."""
    for one in instruments.shipped().values():
        assert one.ref in PRINTS, f"write down the print of {one.ref}, and leave the old file beside it"
        assert reviewing.item(one).digest.startswith(PRINTS[one.ref]), one.ref


PRINTS = {
    "caregiver@1": "4e6fc1f962ab0f38",
    "comprehensive@1": "b069eba211c991b9",
    "initial@1": "c2019eb9dbd40073",
    "rapid_safety@1": "9a4f41d8564f9e3b",
    "reintegration@1": "b20655442247e59e",
}

_points = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        st.dictionaries(st.sampled_from([one.value for one in Domain]), st.sampled_from(list(Wellbeing)), max_size=4),
    ),
    max_size=9,
)


@given(_points)
def test_change_over_time_is_shown_from_the_first_to_the_latest_in_words(points: Any) -> None:
    days, rows = known.change(points)
    assert days == sorted(days)
    assert len(days) == min(len(points), 5)
    if points:
        every = sorted(day for day, _said in points)
        assert (days[0], days[-1]) == (every[0], every[-1])
    for said in rows.values():
        assert len(said) == len(days)
        assert any(said)
        assert {*said} <= {"", *Wellbeing}


@pytest.mark.django_db(databases="__all__")
def test_for_real_work_two_people_reviewed_the_questions_here(cast: Cast, settings: Any) -> None:
    """A practitioner and a survivor adviser; for practice they are used, and the page says that nobody did."""
    case, item = opened(cast), reviewing.item(instruments.newest()[AssessmentKind.INITIAL])
    assert reviewing.waits_for(case.org_id, instruments.newest()[AssessmentKind.INITIAL], NOW.date())
    settings.PRODUCTION = True
    with pytest.raises(NotNow, match="Nobody has reviewed these questions here yet"):
        assessing.begin(cast["marek"], case.pk, "initial", NOW)
    assert reviews.source_of(item).needs == (reviews.Reviewer.PRACTITIONER, reviews.Reviewer.SURVIVOR)
    settings.PRODUCTION = False
    assessing.begin(cast["marek"], case.pk, "initial", NOW + timedelta(minutes=1))
    assert Assessment.objects.get().instrument == "initial@1"


@pytest.mark.django_db(databases="__all__")
def test_reviewed_by_two_people_the_questions_are_used_until_one_says_no(cast: Cast, settings: Any) -> None:
    case, found = opened(cast), instruments.newest()[AssessmentKind.INITIAL]
    network.people.give_roles(cast["bao"], cast["celia"].person, [Role.SURVIVOR_ADVISER], NOW)
    item, settings.PRODUCTION = reviewing.item(found), True
    for who, kind in (("bao", reviews.Reviewer.PRACTITIONER), ("celia", reviews.Reviewer.SURVIVOR)):
        assert reviewing.waits_for(case.org_id, found, NOW.date())
        until = NOW.date() + timedelta(days=300)
        said = reviews.Statement(kind, True, item.digest, NOW.date(), until, f"Practice of {who}")
        reviews.review(cast[who], item, said, NOW)
    assessing.begin(cast["marek"], case.pk, "initial", NOW)
    no = reviews.Statement(reviews.Reviewer.SURVIVOR, False, item.digest, NOW.date(), reasons="One question hurts")
    reviews.review(cast["celia"], item, no, NOW + timedelta(minutes=1))
    assert reviewing.waits_for(case.org_id, found, NOW.date())
    assert Assessment.objects.count() == 1, "what was begun stays"


_INITIAL = instruments.newest()[AssessmentKind.INITIAL]
_map = st.dictionaries(st.sampled_from(sorted(_INITIAL.questions)), st.text(min_size=1, max_size=5), max_size=6)
_words = st.dictionaries(st.sampled_from([one.value for one in Domain]), st.sampled_from(list(Wellbeing)), max_size=4)
_ticked = st.lists(st.sampled_from(sorted(_INITIAL.signs)), unique=True, max_size=5)


def _pairs(said: dict[str, str]) -> tuple[Pair, ...]:
    return tuple(Pair(key, str(value)) for key, value in said.items())


@given(st.sampled_from(_INITIAL.sections), st.tuples(_map, _ticked, _words), st.tuples(_map, _ticked, _words))
def test_keeping_a_section_changes_that_section_alone(section: instruments.Section, held: Any, said: Any) -> None:
    """Of its own what was said, of the others what was held; whatever else somebody sends is left out or kept once."""
    signs = {sign.code for sign in section.signs}
    mine = [one for one in said[1] if one in signs]
    content = SimpleNamespace(answers=_pairs(held[0]), danger_signs=tuple(held[1]), wellbeing=_pairs(held[2]))
    sent = {"answers": _pairs(said[0]), "danger_signs": tuple(said[1]), "wellbeing": _pairs(said[2])}
    made = assessing.joined(section, content, sent)
    domains = {one.value for one in section.words}
    for name, own, before, after in (
        ("answers", set(section.questions), held[0], said[0]),
        ("wellbeing", domains, held[2], said[2]),
    ):
        got = {one.key: one.value for one in made[name]}
        assert len(got) == len(made[name])
        assert got == {key: str(value) for key, value in before.items() if key not in own} | {
            key: str(value) for key, value in after.items() if key in own
        }
    assert set(made["danger_signs"]) == {one for one in held[1] if one not in signs} | set(mine)
    assert assessing.joined(section, SimpleNamespace(**made), sent) == made, "the same request twice"
