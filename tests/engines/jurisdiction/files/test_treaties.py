"""Treaty texts by article, and the rows of parties and reservations that come with Fanal."""

import re
from collections import Counter
from datetime import date

import pytest

from fanal.engines.jurisdiction.files import treaties
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.files.treaties import NoSuchArticle, article, headings, treaty_of
from fanal.engines.jurisdiction.model import Corpus, TreatyStatus
from fanal.vocabulary.countries import is_country

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


# Texts


@pytest.mark.parametrize(
    ("treaty", "many"), [("OPSC", 17), ("CRC", 54), ("LANZAROTE", 50), ("PALERMO", 20), ("BUDAPEST", 48)]
)
def test_every_article_is_there_and_says_something(treaty: str, many: int) -> None:
    found = treaty_of(treaty)
    assert list(found.articles) == list(range(1, many + 1))
    assert all(len(found.text(str(number))) > 20 for number in found.articles)
    assert not any(re.search(r"^#|\*\*", found.text(str(number)), re.MULTILINE) for number in found.articles)


@pytest.mark.parametrize(
    ("treaty", "place", "words"),
    [
        ("OPSC", "4(2)(a)", "a national of that State or a person who has his habitual residence in its territory"),
        ("OPSC", "3(1)(a)(i)(a)", "Sexual exploitation of the child"),
        ("CRC", "1", "every human being below the age of eighteen years"),
        ("LANZAROTE", "25(1)(e)", "by a person who has his or her habitual residence in its territory"),
        ("LANZAROTE", "18(1)(b)#2", "recognised position of trust, authority or influence"),
        ("PALERMO", "3(d)", "any person under eighteen years of age"),
        ("BUDAPEST", "9(1)(e)", "possessing child pornography in a computer system"),
    ],
)
def test_the_wording_at_a_place(treaty: str, place: str, words: str) -> None:
    """Words of the treaties themselves."""
    assert words in treaty_of(treaty).text(place)


def test_a_paragraph_ends_where_the_next_begins() -> None:
    text = article("LANZAROTE", 25, "1")
    assert text.startswith("1. Each Party shall")
    assert "habitual residence in its territory." in text
    assert "2. Each Party shall endeavour" not in text
    assert article("LANZAROTE", 25, "(1)(d)") == article("LANZAROTE", 25, "1.d") == "d) by one of its nationals; or"


def test_titles_of_articles() -> None:
    assert headings("LANZAROTE")[25] == "Jurisdiction"
    assert headings("PALERMO")[3] == "Use of terms"
    assert headings("OPSC")[4] == ""  # the protocol prints none


@pytest.mark.parametrize("place", ["51", "25(9)(z)", "25(10)", "18(1)(b)#4", "25.1", "(1)", "", "25(1)(e)x"])
def test_a_place_that_is_not_there(place: str) -> None:
    with pytest.raises(NoSuchArticle):
        treaty_of("LANZAROTE").text(place)


def test_a_treaty_whose_text_we_do_not_hold() -> None:
    with pytest.raises(NoSuchArticle):
        article("C182", 3)


def test_texts_name_their_origin() -> None:
    for treaty in treaties.ARTICLES:
        head = (treaties.FOLDER / f"{treaty.lower()}.en.md").read_text("utf-8").split("---")[1]
        assert "taken_from:" in head
        assert "authentic_text_at: https://" in head


# Parties


def _rows(corpus: Corpus, treaty: str) -> dict[str, TreatyStatus]:
    found = [row for row in corpus.treaties if row.treaty == treaty and row.source.startswith("ratified")]
    assert len({row.state for row in found}) == len(found)
    return {row.state: row for row in found}


@pytest.mark.parametrize(("treaty", "parties"), [("CRC", 192), ("OPSC", 176)])
def test_193_members_of_the_united_nations(corpus: Corpus, treaty: str, parties: int) -> None:
    rows = _rows(corpus, treaty)
    assert len(rows) == 193
    assert Counter(row.status for row in rows.values())["party"] == parties
    for row in rows.values():
        assert is_country(row.state)
        assert (row.status == "party") is row.year_only is (row.in_force is not None)
        assert row.review.status == "drafted"


def test_what_the_import_corrected(corpus: Corpus) -> None:
    crc, opsc = _rows(corpus, "CRC"), _rows(corpus, "OPSC")
    assert "TP" not in crc | opsc
    assert crc["TL"].status == opsc["TL"].status == "party"
    assert crc["KP"].status == "party"  # since 1990, though the source says "no action" too
    assert crc["KP"].in_force
    assert (crc["KP"].in_force.after, crc["KP"].in_force.by) == (date(1989, 12, 31), date(1991, 1, 30))
    assert [state for state, row in crc.items() if row.status == "signatory"] == ["US"]


NO_ACTION = {"BB", "PW", "PG", "ST", "SG", "SO", "KN", "TO", "TT", "TV"}
SIGNED = {"CM", "GH", "IE", "KE", "LR", "NR", "ZM"}


def test_who_is_not_party_to_the_protocol(corpus: Corpus) -> None:
    """Two lists typed in by hand: no action taken, and signed only."""
    status = {state: row.status for state, row in _rows(corpus, "OPSC").items()}
    assert {s for s, one in status.items() if one == "no_action"} == NO_ACTION
    assert {s for s, one in status.items() if one == "signatory"} == SIGNED


def test_lanzarote_binds_the_members_of_the_council_of_europe_and_tunisia(corpus: Corpus) -> None:
    """coe.int: all 47 members of then, and Tunisia; 46 members today."""
    parties = {row.state for row in corpus.treaties if row.treaty == "LANZAROTE" and row.status == "party"}
    assert parties == set(corpus.groups["COE"]) | {"TN"}
    members = [state for state, (_start, end) in corpus.groups["COE"].items() if end is None]
    assert (len(parties), len(members)) == (48, 46)


def test_the_union_has_27_members_and_one_that_left(corpus: Corpus) -> None:
    assert sum(end is None for _start, end in corpus.groups["EU"].values()) == 27
    assert [state for state, (_start, end) in corpus.groups["EU"].items() if end] == ["GB"]


def test_only_what_was_read_is_a_reservation(corpus: Corpus) -> None:
    found = {(row.state, row.treaty, row.article, row.partial) for row in corpus.reservations}
    assert {
        ("LV", "LANZAROTE", "25(1)(e)", False),
        ("AD", "LANZAROTE", "24(2)", True),
        ("LA", "OPSC", "5(2)", False),
    } <= found


def test_parties_to_the_trafficking_protocol_that_could_be_read(corpus: Corpus) -> None:
    """It entered into force on 25 December 2003; nobody was bound before."""
    rows = [row for row in corpus.treaties if row.treaty == "PALERMO" and not row.year_only]
    assert all(row.in_force and row.in_force.by and row.in_force.by >= date(2003, 12, 25) for row in rows)
    germany = next(row for row in rows if row.state == "DE")
    assert germany.in_force
    assert germany.in_force.by == date(2006, 7, 14)


def test_twelve_profiles_one_for_each_conduct(corpus: Corpus) -> None:
    assert len({profile.conduct for profile in corpus.profiles}) == len(corpus.profiles) == 12


def test_costs_of_reforms_are_small_and_ordinal(corpus: Corpus) -> None:
    """The defaults (docs/law-rules.md, "Reforms")."""
    costs = corpus.reform_costs
    assert (costs["criminalise"], costs["extradite_or_prosecute"], costs["nationality_and_residence"]) == (1, 1, 2)
