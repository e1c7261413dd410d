"""A law in five sentences: each number by hand from the articles that are named beside it."""

from datetime import date

import pytest

from fanal.engines.jurisdiction.benchmark.plainly import Ages, Time, plain
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import Corpus

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.mark.parametrize(
    ("state", "unpaid", "paid"),
    [
        ("DE", 14, 18),  # § 176(1); § 182(2)
        ("FR", 15, 18),  # 227-25; 225-12-1
        ("SE", 15, 18),  # 6 kap. 4 §; 9 §
        ("NO", 16, 18),  # §§ 299, 302; 309
        ("CA", 16, 18),  # ss 151, 150.1; 286.1(2)
    ],
)
def test_who_is_protected(corpus: Corpus, state: str, unpaid: int, paid: int) -> None:
    """Above that age it depends on more, as on a relation: not known from an age alone, never "no"."""
    found = plain(corpus, corpus.laws[state], TODAY)
    assert found.unpaid == Ages(unpaid, 18)
    assert found.paid == Ages(paid, 18)


@pytest.mark.parametrize("state", ["DE", "FR", "SE", "NO", "CA"])
def test_acts_of_nationals_and_residents_abroad(corpus: Corpus, state: str) -> None:
    """§ 5 Nr. 8; 227-27-1 (also residents); 2 kap. 3, 5 §§; § 5; s 7(4.1): wherever, also where it is no offence."""
    found = plain(corpus, corpus.laws[state], TODAY)
    assert found.home.value.is_true
    assert found.nationals.value.is_true
    assert found.freely.value.is_true
    assert found.residents.value.is_true


def test_until_when(corpus: Corpus) -> None:
    """DE: from the 30th birthday (§ 78b(1) Nr. 1) 20 years for § 176(1) (at most 15 years, § 78(3) Nr. 2), five for
    § 182(2) (at most 5, Nr. 4). FR: from majority 10 years for 227-25 (code de procédure pénale 8), 30 for the rape of
    a child (7). CA: indictable offences have none."""
    german, french, canadian = (plain(corpus, corpus.laws[one], TODAY) for one in ("DE", "FR", "CA"))
    assert german.young == Time(50, 50, known=True)
    assert german.grown == Time(35, 35, known=True)
    assert french.young == Time(28, 48, known=True)
    assert canadian.young == Time(None, None, known=True)


@pytest.mark.parametrize(
    ("state", "close"),
    [
        ("DE", set()),  # none is in the file: that a court may refrain is no exception
        ("AT", {("close_in_age", 4, 12, True)}),  # § 207(4): nicht um mehr als vier Jahre
        ("CA", {("close_in_age", 5, 14, False), ("close_in_age", 2, 12, False)}),  # s 150.1(1)-(2.1)
        ("JP", {("close_in_age", 5, 13, False)}),  # art. 176(3): an element
        ("US", {("close_in_age", 4, 12, False)}),  # § 2243(a): an element
        ("IE", {("close_in_age", 2, 15, False)}),  # Act of 2006, s. 3(8): less than 2 years older
        ("SE", {("peer", 0, None, False)}),  # 6 kap. 14 §
        ("CH", {("close_in_age", 3, None, True)}),  # art. 187 no. 2: nicht mehr als drei Jahre
        ("IT", {("close_in_age", 4, 13, True)}),  # art. 609-quater: non è superiore a quattro anni
        ("PH", {("close_in_age", 3, 13, True)}),  # RA 11648, s. 1: not more than three (3) years
        (
            "ZA",
            {("close_in_age", 2, 12, True)},
        ),  # s 15(1), not more than two years: below twelve s 57(1) holds, whoever does it
        ("FR", set()),  # five years (222-23-1, 222-29-2) spare nobody whom 227-25 reaches: whoever is grown up
    ],
)
def test_whom_a_law_spares_for_being_close_in_age(
    corpus: Corpus, state: str, close: set[tuple[str, int, int | None, bool]]
) -> None:
    found = plain(corpus, corpus.laws[state], TODAY).close
    assert {(one.kind, one.years, one.min_child_age, one.inclusive) for one in found} == close


def test_what_has_to_be_decided_first(corpus: Corpus) -> None:
    """CA: s 7(4.3). SE: 2 kap. 7 §. DE: nobody, since § 176 asks for none. FR: 113-8 asks for a complaint too, 222-22
    for the prosecutor alone: only what every way asks for is told."""
    abroad = {one: {who for _, who in plain(corpus, corpus.laws[one], TODAY).first_abroad} for one in corpus.laws}
    assert abroad["CA"] == {"Attorney General"}
    assert abroad["SE"] == {"riksaklagaren"}
    assert abroad["FR"] == {"ministère public"}
    assert abroad["DE"] == set()
    assert not plain(corpus, corpus.laws["DE"], TODAY).first_home
    assert plain(corpus, corpus.laws["ES"], TODAY).first_home


def test_what_was_not_read_is_no_no(corpus: Corpus) -> None:
    """German law of 1990, before the first text: no age, no time, and nothing that "cannot" be prosecuted."""
    found = plain(corpus, corpus.laws["DE"], date(1990, 1, 1))
    assert found.unpaid == Ages(0, 18)
    assert not found.young.known
    assert found.nationals.value.is_unknown
    assert found.home.value.is_unknown
