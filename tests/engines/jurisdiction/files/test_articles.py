"""Articles are found by how they are cited, in the languages of the statutes at hand, and hashed by their words."""

import hashlib

import pytest

from fanal.engines.jurisdiction.files.articles import articles, complete, heading_number, numbers, quoted, sha256
from fanal.vocabulary.corpus import CORPUS

pytestmark = pytest.mark.once

STATUTE = """\
---
title: "A statute"
---

# A statute

## § 5 Acts abroad

(1) The law applies
to acts abroad.

(2) It also applies at sea.

## § 5a (repealed)

### § 6 Others

Of  others,  the law
says nothing.

## Part two
"""


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("§ 182 Sexueller Missbrauch", "182"), ("§ 78b Ruhen (Absatz 1)", "78b"), ("Artikel 5a", "5a"),
        ("2 kap. 3 § (extract)", "2:3"), ("16 kap. 10 a §", "16:10a"), ("§ 2423. Transportation", "2423"),
        ("Article 227-27-1", "227-27-1"), ("Art. 604", "604"), ("272.10 Aggravated offence", "272.10"),
        ("144AB Organising", "144ab"), ("Section 72", "72"), ("Part two", ""), ("Wetboek van Strafrecht", ""),
    ],
)  # fmt: skip
def test_headings(heading: str, number: str) -> None:
    assert heading_number(heading) == number


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("§ 182(2)", ["182"]),
        ("§§ 78(3), 78a, 78b, 78c", ["78", "78a", "78b", "78c"]),
        ("§ 2(1)-(3)", ["2"]),
        ("§ 5 Nr. 8", ["5"]),
        ("§ 184b(1) S. 1 Nr. 1, 2, 4", ["184b"]),
        ("§ 232(1), (3) Nr. 1", ["232"]),
        ("6 kap. 4 § 1-2 st., 13 §", ["6:4", "6:13"]),
        ("2 kap. 3 § 2 a-b, 5 §, 7-8 §§", ["2:3", "2:5", "2:7", "2:8"]),
        ("35 kap. 2, 4, 6 §§", ["35:2", "35:4", "35:6"]),
        ("35 kap. 10 § 4", ["35:10"]),
        ("2 kap. 1 §, 6 kap. 6 §", ["2:1", "6:6"]),
        ("§ 2423(c), (g)(1) with §§ 2241, 2243(a)", ["2423", "2241", "2243"]),
        ("art. 70(2) 1°", ["70"]),
        ("arts 5, 5a", ["5", "5a"]),
        ("s 61(2)", ["61"]),
        ("ss 144A, 144B", ["144a", "144b"]),
        ("art. 227-27-1", ["227-27-1"]),
        ("preamble", []),
    ],
)
def test_citations(cited: str, found: list[str]) -> None:
    assert numbers(cited) == found


def test_articles_of_a_statute() -> None:
    found = articles(STATUTE)
    assert {number: (one.line, one.words) for number, one in found.items()} == {
        "5": (7, "(1) The law applies to acts abroad. (2) It also applies at sea."),
        "5a": (14, ""),
        "6": (16, "Of others, the law says nothing."),
    }


def test_the_hash_is_of_the_words() -> None:
    """Line breaks and headings do not matter, words and the order of the articles do."""
    found = articles(STATUTE)
    words = "(1) The law applies to acts abroad. (2) It also applies at sea."
    assert sha256(found, "§ 5(1)") == hashlib.sha256(words.encode()).hexdigest()
    assert sha256(found, "§§ 5, 6") == hashlib.sha256(f"{words}\nOf others, the law says nothing.".encode()).hexdigest()
    assert sha256(articles(STATUTE.replace("applies\nto", "applies to")), "§ 5") == sha256(found, "§ 5")
    assert sha256(articles(STATUTE.replace("Acts abroad", "Elsewhere")), "§ 5") == sha256(found, "§ 5")
    assert sha256(articles(STATUTE.replace("at sea", "in the air")), "§ 5") != sha256(found, "§ 5")
    assert sha256(found, "§ 99") is None
    assert complete(found, "§§ 5, 6")
    assert not complete(found, "§§ 5, 99")


def test_what_looks_like_a_range_is_two_articles_where_the_statute_says_so() -> None:
    found = articles("## 272.10 One\n\na\n\n## 272.11 Two\n\nb\n\n## 227-27-1 Three\n\nc\n")
    assert sha256(found, "272.10-272.11") == hashlib.sha256(b"a\nb").hexdigest()
    assert sha256(found, "227-27-1") == hashlib.sha256(b"c").hexdigest()


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("applies to acts abroad", True),
        ("applies\n  to acts", True),
        ("The law … at sea", True),
        ("The law (...) at sea", True),
        ("at sea … The law", False),
        ("the law says nothing", False),  # in § 6
    ],
)
def test_quotations(quote: str, stands: bool) -> None:
    assert quoted(articles(STATUTE), "§ 5", quote) is stands


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("nl_sr_2011-03-01.md", {"5", "5a", "5b", "240b", "248b", "273f"}),
        ("nl_sr_2015-11-17.md", {"5", "7", "8c", "240b", "248b", "273f"}),
        ("de_stgb_2012.md", {"5", "6", "7", "9", "176", "182", "78b"}),
        ("se_brottsbalken_2026.md", {"2:3", "6:4", "6:9", "35:2", "35:10"}),
        ("us_usc18_2026-03-26.md", {"2423", "3299"}),
    ],
)
def test_the_texts_at_hand(name: str, some: set[str]) -> None:
    """Every article that a heading of the file opens has words, unless it was repealed."""
    text = (CORPUS / "law" / "texts" / name).read_text()
    found = articles(text)
    assert some <= set(found)
    assert len(found) == sum(line.startswith("## ") and any(c.isdigit() for c in line) for line in text.splitlines())
