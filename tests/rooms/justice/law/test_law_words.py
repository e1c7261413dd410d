"""Every key and code of the engine has words, and nothing of a reason is lost in them."""

import re
from datetime import date

import pytest

from fanal.engines.jurisdiction.answer import Verdict
from fanal.engines.jurisdiction.benchmark import standards
from fanal.engines.jurisdiction.cases import sentences
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import BENCHMARK_CONDUCTS, Basis, Edge, Review, ReviewStatus
from fanal.engines.jurisdiction.parts import versions
from fanal.justice.law import codes
from fanal.justice.law import sentences as law_sentences
from fanal.justice.law import words as law_words
from tests.people import NOW

pytestmark = pytest.mark.once
TODAY = NOW.date()


def test_each_step_of_the_engine_has_words_with_its_parameters() -> None:
    assert set(law_sentences.STEPS) == set(sentences.SENTENCES)
    for key, english in sentences.SENTENCES.items():
        wanted = set(re.findall(r"\{(\w+)\}", english))
        assert set(re.findall(r"%\((\w+)\)s", str(law_sentences.STEPS[key]))) == wanted, key


def test_each_code_has_words() -> None:
    assert set(codes.CONDUCTS) == set(BENCHMARK_CONDUCTS)
    assert set(codes.BASES) == set(Basis)
    assert set(codes.VERDICTS) == set(Verdict)
    assert set(codes.STATUSES) == set(ReviewStatus)
    assert set(law_sentences.ASSUMPTIONS) == set(sentences.ASSUMPTIONS)
    assert set(law_sentences.CONDITIONS) == set(sentences.CONDITIONS)
    assert set(law_sentences.NOTES) == set(sentences.NOTES)


def test_each_test_and_each_reason_of_the_shipped_law_has_words() -> None:
    corpus = load_corpus()
    for code in corpus.laws:
        for result in standards.benchmark(corpus, code, TODAY, outside=True):
            for test in (*result.tests, *result.shown):
                words = law_words.test_words(test)
                assert not words.startswith("law."), test.text_key
                assert "%(" not in words
            for reason in result.reasons:
                assert "%(" not in law_words.law_reason(reason)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("law:KH/not_in_corpus", "Cambodia: The law of this country is not in the library."),
        ("law:DE/de.l.78#commencement", "Germany: The day on which the text changed is not known: de.l.78"),
        (
            "law:DE/not_entered#§ 225",
            "Germany: A provision that exists is not in the library yet: § 225",
        ),
        (
            "law:SE/se.j.2.3#double_criminality",
            "Sweden: Not in the library: double criminality of se.j.2.3",
        ),
        ("law:SE/se.6.4#review", "Sweden: The review has ended, or is not as far as was asked: se.6.4"),
    ],
)
def test_reasons_of_the_library_name_country_and_provision(reason: str, words: str) -> None:
    assert law_words.law_reason(reason) == words


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("2015-01-27/..", "from 27 January 2015 until further notice"),
        ("../2021-06-30", "from the beginning until 30 June 2021"),
        ("..~2012-02-24/2021-06-30", "from 24 February 2012 at the latest until 30 June 2021"),
        ("2015-11-18/2015-11-17~..", "from 18 November 2015 until 17 November 2015 at least"),
        ("2022-12-14~2023-10-04/..", "from a day between 14 December 2022 and 4 October 2023 until further notice"),
        ("2015-03-26~../..~2020-01-01", "from a day after 26 March 2015 until a day before 1 January 2020"),
        ("1970-01-01/2014-05-06~2014-07-07", "from 1 January 1970 until a day between 6 May 2014 and 7 July 2014"),
    ],
)
def test_the_days_of_a_version_are_a_sentence(version: str, words: str) -> None:
    assert law_words.version_words(version) == words


def test_no_version_of_the_shipped_law_shows_signs_for_days() -> None:
    for law in load_corpus().laws.values():
        for kind in (law.offences, law.rules, law.limitation):
            for provision in kind.values():
                for version in provision.versions:
                    days = versions.life(version)
                    assert versions.lived(days) == (version.start, version.end)
                    for words in (law_words.version_words(days), sentences.days(days)):
                        assert not set("~/") & set(words), words


def test_an_article_of_a_later_text_says_so() -> None:
    assert law_words.article("§ 2260(a)", "2026-03-26") == "§ 2260(a) in the text of 26 March 2026"
    assert law_words.article("§ 176a(1)", "") == "§ 176a(1)"


def test_the_day_after_its_end_a_review_has_ended() -> None:
    review = Review(ReviewStatus.REVIEWED, by="A. Lawyer", on=date(2026, 11, 1), valid_until=TODAY)
    assert law_words.status_on(review, TODAY) is ReviewStatus.REVIEWED
    assert law_words.status_on(review, date(2026, 11, 26)) is ReviewStatus.EXPIRED
    assert "ended" in law_words.review_words(review, date(2026, 11, 26))
    assert "holds until 25 November 2026" in law_words.review_words(review, TODAY)


def test_changes_of_law_say_what_is_known_of_their_day() -> None:
    day, next_day = date(2015, 1, 26), date(2015, 1, 27)
    assert law_words.edge_words(Edge(day, next_day)) == "from 27 January 2015"
    assert law_words.edge_words(Edge(day, next_day), end=True) == "until 26 January 2015"
    assert law_words.edge_words(None, end=True) == "until further notice"
    assert "between 26 January 2015 and 4 April 2026" in law_words.edge_words(Edge(day, date(2026, 4, 4)))
    assert law_words.edge_words(Edge(None, day)) == "from 26 January 2015 at the latest"


def test_words_of_a_file_are_not_taken_apart() -> None:
    """Codes are read one by one; a sentence with commas stays as a drafter wrote it."""
    also = "that control over the person was taken, handed over or kept"
    assert also in law_words.of_key("law.also_asks", {"value": also})
    assert "force, threat" in law_words.of_key("law.test.pun", {"conduct": "sale", "age": 9, "with": "force+threat"})
