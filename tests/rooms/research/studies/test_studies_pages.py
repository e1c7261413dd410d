"""Pages of studies: they work by themselves, keep what was typed, and never show a figure without its interval."""

import html
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from fanal.research.models import Study
from fanal.research.questions import catalogue
from fanal.research.studies import computing, signing
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import studying
from tests.rooms.research.studying import FORM, HEPATITIS

pytestmark = pytest.mark.django_db(databases="__all__")


def _typed(**more: Any) -> dict[str, Any]:
    return {
        "question": FORM.question, "title": FORM.title, "source": "published", "source_words": FORM.source_words,
        "table": HEPATITIS, "method": "fixed", "model": "[12,13,23]", "level": "0.95", "replicates": "1000",
        "seed": "7", "sensitivities": ["lists", "pairs"], "counted": FORM.protocol.counted, "country": "TW",
        "use": FORM.protocol.use, "harms": FORM.protocol.harms,
        "unwelcome": "on", **more,
    }  # fmt: skip


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    studying.maker(cast)
    page = text(client_of(cast, "bao").get(reverse("research:studies")))
    assert "No studies yet." in page
    assert reverse("research:study_new") in page


def test_from_a_question_to_a_signed_estimate(cast: Cast) -> None:
    studying.maker(cast)
    pia = studying.statistician(cast)
    there = client_of(cast, "bao")
    sent = there.post(reverse("research:study_new"), _typed())
    study = Study.objects.get()
    assert sent.headers["Location"] == reverse("research:study", args=[study.pk])
    page = text(there.get(sent.headers["Location"]))
    assert "Register it" in page
    assert "1,0,0,69" not in text(there.get(reverse("research:study_change", args=[study.pk])))
    there.post(reverse("research:study_register", args=[study.pk]))
    overlaps = text(there.get(reverse("research:study_table", args=[study.pk])))
    assert "271 children are recorded; 84 of them are on two or more lists." in overlaps
    assert "Three lists cannot show" in overlaps
    computing.compute(cast["bao"], study.pk, NOW)
    page = text(there.get(reverse("research:study", args=[study.pk])))
    assert "best single figure 1,300" in page
    assert "Does it rest on one list?" in page
    assert "<svg" in page
    there.post(reverse("research:study_ask", args=[study.pk]), {"person": str(pia.person)})
    outside = client_of(cast, "pia")
    assert FORM.title in text(outside.get(reverse("research:studies")))
    assert reverse("research:study", args=[study.pk]) in text(outside.get(reverse("desk:day")))
    assert "Look at the overlaps first" in text(outside.get(reverse("research:study", args=[study.pk])))
    assert outside.post(reverse("research:study_sign", args=[study.pk]), {"affiliation": ""}).status_code == 200
    outside.post(reverse("research:study_sign", args=[study.pk]), {"affiliation": "Institute of Statistics"})
    assert signing.is_signed(Study.objects.get(pk=study.pk))
    assert "Institute of Statistics, signed these exact bytes" in text(
        there.get(reverse("research:study", args=[study.pk]))
    )


def test_not_estimable_says_why_and_what_would_help(cast: Cast) -> None:
    study = studying.computed(cast, studying.thin_form())
    page = text(client_of(cast, "bao").get(reverse("research:study", args=[study.pk])))
    assert "Not estimable." in page
    assert "No child is on two lists: how many are on none cannot be known." in page
    assert "A check of the linkage; a longer period; a further list." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"table": "A,B,count\n1,0,5\n0,x,7\n"}, "Row 3, column “B”: Write 1 where"),
        ({"table": "A,B,count\n1,0,5\n0,1,seven\n"}, "Row 3, column “count”: Write a whole number"),
        ({"table": "A,B,count\n1,0,5\n0,0,5\n"}, "Row 3: Here all lists have 0"),
        ({"table": "A,B,count\n1,0,5\n1,0,5\n"}, "Row 3: This combination of lists is there twice"),
        ({"table": "A,B,count\n1,0\n"}, "Row 2: This row has more or fewer cells"),
        ({"table": "A;B;count\n1;0;5\n"}, "Row 1: Put commas between the columns"),
        ({"table": "A,B,number\n1,0,5\n"}, "There is no column “count”"),
        ({"table": "A,A,count\n1,0,5\n"}, "Column “A”: Two columns have this name"),
        ({"table": 'A,"B ""x""",count\n1,0,5\n'}, "Take commas and quotation marks out of the names"),
        ({"table": "# period C: 2020-01-01/2020-12-31\nA,B,count\n1,0,5\n"}, "A line “# period” names a list"),
        ({"table": "A,count\n1,5\n"}, "A study takes two to twelve lists"),
        ({"model": ""}, "A model is named with “One given model”"),
        ({"source_words": ""}, "Write where this table was published"),
    ],
)
def test_errors_keep_what_was_typed(cast: Cast, wrong: dict[str, str], words: str) -> None:
    studying.maker(cast)
    sent = client_of(cast, "bao").post(reverse("research:study_new"), _typed(**wrong))
    page = text(sent)
    assert sent.status_code == 200
    assert words in page
    assert FORM.protocol.harms in page
    assert not Study.objects.exists()


def test_a_form_lists_all_that_is_wrong_at_once(cast: Cast) -> None:
    """A missing source and table together with a missing text; a name in one text together with one in another."""
    studying.maker(cast)
    there, address = client_of(cast, "bao"), reverse("research:study_new")
    page = text(there.post(address, _typed(source_words="", table="", use="")))
    for words in ("Write where this table was published", "Paste the table.", "Write what the answer is for."):
        assert words in page
    named = _typed(
        title="Unseen: told by Marta Rossini", counted="Children known to Marta Rossini.", table="A,B,count\n0,x,7\n"
    )
    summary = text(there.post(address, named)).partition('role="alert"')[2].partition("</ul>")[0]
    for field in ("title", "counted", "table"):
        assert f"#id_{field}" in summary


def test_a_model_is_shown_with_the_names_of_its_lists(cast: Cast) -> None:
    """Nobody has to count which list is the third."""
    study = studying.computed(cast)
    page = text(client_of(cast, "bao").get(reverse("research:study", args=[study.pk])))
    assert "P × Q; P × E; Q × E ([12,13,23])" in page


@pytest.mark.parametrize("language", ["fr", "es"])
def test_questions_are_asked_in_the_language_of_the_person(cast: Cast, language: str) -> None:
    """On the form and on the page of a study: they stood there in English."""
    study, client = studying.drafted(cast), client_of(cast, "bao")
    session = client.session
    session["language"] = language
    session.save()
    pages = [client.get(reverse("research:study_new")), client.get(reverse("research:study", args=[study.pk]))]
    with translation.override("en"):
        english = {html.escape(str(one.words)) for one in catalogue.questions()}
    with translation.override(language):
        here = html.escape(str(catalogue.question(FORM.question).words))
    for page in map(text, pages):
        assert here in page
        assert not [one for one in english if one in page]


def test_what_is_registered_names_model_seed_and_country(cast: Cast) -> None:
    """A given model with the names of its lists, before it is registered and after."""
    study, there = studying.drafted(cast), client_of(cast, "bao")
    before = text(there.get(reverse("research:study_register", args=[study.pk])))
    for page in (before, text(there.get(reverse("research:study", args=[study.pk])))):
        assert "P × Q; P × E; Q × E ([12,13,23])" in page
        assert "<dt>Seed</dt><dd>7</dd>" in "".join(page.split("\n"))
        assert "Taiwan" in page


@pytest.mark.parametrize(("username", "leads_to"), [("bao", "research:plans"), ("femi", "evidence:evidence")])
def test_the_address_of_research_leads_on(cast: Cast, username: str, leads_to: str) -> None:
    """To the first place that opens for the person; whom none opens reads what is public."""
    args = ["en"] if leads_to == "evidence:evidence" else []
    assert client_of(cast, username).get("/desk/research/").headers["Location"] == reverse(leads_to, args=args)


@pytest.mark.parametrize(("chosen", "read_in"), [("fr", "fr"), ("km", "en")])
def test_what_is_public_is_read_in_the_language_of_the_person(cast: Cast, chosen: str, read_in: str) -> None:
    """In English where nobody has reviewed the pages in theirs."""
    client = client_of(cast, "femi")
    session = client.session
    session["language"] = chosen
    session.save()
    found = client.get("/desk/research/").headers["Location"]
    assert found == reverse("evidence:evidence", args=[read_in])


def test_who_has_nothing_to_do_with_it_finds_nothing(cast: Cast) -> None:
    study = studying.drafted(cast)
    oda = client_of(cast, "oda")
    assert oda.get(reverse("research:study", args=[study.pk])).status_code == 404
    assert client_of(cast, "femi").get(reverse("research:studies")).status_code == 403
    assert client_of(cast, "dalia").post(reverse("research:study_compute", args=[study.pk])).status_code == 403


def test_the_page_of_a_step_that_is_done_leads_to_the_study(cast: Cast) -> None:
    """A study that was computed, and one that is published, still offered to be registered."""
    study = studying.computed(cast)
    there, page = client_of(cast, "bao"), reverse("research:study", args=[study.pk])
    for name in ("study_register", "study_change"):
        asked = there.get(reverse(f"research:{name}", args=[study.pk]))
        assert (asked.status_code, asked.headers["Location"]) == (302, page), name
    assert "Here is how the study stands." in text(there.get(page))
    assert there.get(reverse("research:study_ask", args=[study.pk])).status_code == 200, "the control: it is its turn"
    assert there.get(reverse("research:study_sign", args=[study.pk])).status_code in {302, 403}


def test_two_studies_are_told_apart_on_the_day_of_a_statistician(cast: Cast) -> None:
    """Two lines that read alike, before."""
    outside = studying.statistician(cast)
    for title in ("Unseen in the north", "Unseen in the south"):
        study = studying.computed(cast, replace(FORM, title=title))
        signing.ask_statistician(cast["bao"], study.pk, outside.person, NOW)
    page = text(client_of(cast, "pia").get(reverse("desk:day")))
    assert "Unseen in the north" in page
    assert "Unseen in the south" in page


def test_stopping_asks_why(cast: Cast) -> None:
    study = studying.drafted(cast)
    there = client_of(cast, "bao")
    assert "Write why it is stopped." in text(there.post(reverse("research:study_stop", args=[study.pk]), {}))
    there.post(reverse("research:study_stop", args=[study.pk]), {"because": "A better table was published."})
    assert "A better table was published." in text(there.get(reverse("research:study", args=[study.pk])))


def test_a_list_of_studies_takes_the_same_number_of_queries_however_long(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        studying.drafted(cast)
    there = client_of(cast, "bao")
    there.get(reverse("research:studies"))
    with django_assert_max_num_queries(25):
        there.get(reverse("research:studies"))


def test_what_a_published_table_needs_is_not_called_optional(cast: Cast) -> None:
    studying.maker(cast)
    page = text(client_of(cast, "bao").get(reverse("research:study_new")))
    for label, optional in (("Where it was published", False), ("The capture table", False), ("The given model", True)):
        assert ("(optional)" in page.partition(f">{label}")[2].partition("</label>")[0]) is optional, label
