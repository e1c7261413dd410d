"""DNH-26: nationality, ethnicity, skin colour, religion, the looks of a couple are no signs: no form, no screen takes
them as one."""

from pathlib import Path

import pytest
from django.urls import reverse

import fanal
from fanal.access.api import NotNow
from fanal.concerns.content import PersonCountry
from fanal.concerns.form.questions import core, with_additions
from fanal.concerns.triage import adults
from fanal.engines.language.linter import check_path, check_text
from fanal.vocabulary.files import Defective
from tests.desk import client_of, text
from tests.harm.test_dnh_18_child_is_victim import labels
from tests.people import NOW, Cast
from tests.rooms.concerns.form.test_questions import addition, ask, written
from tests.rooms.concerns.told import tell

SOURCE = Path(fanal.__file__).parent / "concerns"
SIGNS = ("mixed couple", "foreign-looking man", "a dark-skinned man", "people of that religion", "their nationality")


def test_no_label_makes_looks_a_sign() -> None:
    assert [label for label in set(labels()) if "T60" in {one.term for one in check_text(label, "en")}] == []


def test_no_source_or_template_of_the_room_does() -> None:
    files = [path for path in SOURCE.rglob("*") if path.suffix in {".html", ".po"}]
    assert files
    assert [str(one) for path in files for one in check_path(path) if one.term == "T60"] == []


def test_the_linter_would_find_it() -> None:
    """The control: the words stand out in three languages."""
    for wrong, language in (
        ("Watch for a mixed couple.", "en"),
        ("Signalez tout couple mixte.", "fr"),
        ("Informe de parejas mixtas.", "es"),
    ):
        assert "T60" in {one.term for one in check_text(wrong, language)}, wrong


@pytest.mark.parametrize("words", [*SIGNS, "What is their ethnicity?", "What is the skin colour?"])
def test_a_country_cannot_add_a_question_about_looks(words: str, tmp_path: Path) -> None:
    """A file of additions that asks for them is refused as a whole; the same file with another question is not."""
    with pytest.raises(Defective):
        with_additions(core(), written(tmp_path, addition(questions=[ask(words)])))
    assert with_additions(core(), written(tmp_path, addition(questions=[ask("Did a boat wait?")])))


@pytest.mark.django_db(databases="__all__")
def test_a_country_of_the_adult_never_rests_on_looks(cast: Cast) -> None:
    """By looks and by language are no basis: not in the form, not in triage."""
    assert core().question("basis").codes == (
        "they_said",
        "papers_or_booking",
        "number_plate",
        "flight_or_tour",
        "someone_told",
    )
    assert (*core().question("basis").codes, "worker") == adults.BASES  # closed: one more needs this rule read again
    sent = tell(cast)
    for basis in ("looks", "language", "skin", "nationality"):
        with pytest.raises(NotNow):
            adults.confirm(cast["amara"], sent.id, PersonCountry("XB", "lives_in", basis), NOW)
    page = text(client_of(cast, "amara").get(reverse("concerns:countries", args=[sent.id])))
    assert "Looks and language are no reason" in page
