"""The terms: every rated one is found in every language by its own sentences, and only where it is meant."""

import csv
from pathlib import Path

import pytest

from fanal.engines.language import linter, rules

RULES = rules.load()
SENTENCES = [
    (term.id, language, kind, sentence)
    for term in RULES.terms.values()
    for language, patterns in term.patterns.items()
    for kind, sentences in (("wrong", patterns.wrong), ("right", patterns.right))
    for sentence in sentences
]


def rows() -> list[dict[str, str]]:
    with (rules.CORPUS / "terminology.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("term", "language", "kind", "sentence"), SENTENCES)
def test_sentence(term: str, language: str, kind: str, sentence: str) -> None:
    """What must be found is found as this very term; what must pass raises no finding of any term."""
    found = linter.check_text(sentence, language, audience=RULES.terms[term].only)
    ids = {finding.term for finding in found}
    if kind == "wrong":
        assert term in ids
    else:
        assert ids == set()


@pytest.mark.parametrize("term", RULES.terms.values(), ids=lambda term: term.id)
def test_every_pattern_has_a_sentence_that_needs_it(term: rules.Term) -> None:
    """A pattern that no sentence proves may be dead; an exception that no sentence needs may hide too much."""
    for language, patterns in term.patterns.items():
        for pattern in patterns.find:
            assert any(pattern.search(sentence) for sentence in patterns.wrong), (term.id, language, pattern.pattern)
        for pattern in patterns.allowed:
            assert any(pattern.search(sentence) for sentence in patterns.right), (term.id, language, pattern.pattern)


def test_every_rated_term_is_covered() -> None:
    """Sixty terms: the 24 to avoid and the 21 to use with caution each have patterns in all languages or a reason."""
    by_status = {status: [r["id"] for r in rows() if r["status"] == status] for status in ("avoid", "caution")}
    assert (len(rows()), len(by_status["avoid"]), len(by_status["caution"])) == (60, 24, 21)
    assert set(RULES.terms) == {*by_status["avoid"], *by_status["caution"]}
    for term in RULES.terms.values():
        assert set(term.patterns) == {"en", "fr", "es"} or (not term.patterns and term.unpatterned), term.id
    assert [term.id for term in RULES.terms.values() if not term.patterns] == ["T08"]


def test_terms_to_avoid_block_and_terms_of_caution_warn() -> None:
    """DNH-51: "avoid" is blocked in every shipped language."""
    for row in rows():
        if row["status"] != "recommended":
            assert RULES.terms[row["id"]].level == {"avoid": "block", "caution": "warn"}[row["status"]]
    for language in ("en", "fr", "es"):
        avoided = [t for t in RULES.terms.values() if t.status == "avoid"]
        assert all(language in term.patterns for term in avoided)


def test_what_is_recommended_is_not_found() -> None:
    """The linter must not turn people away from the words that the list itself recommends."""
    for row in rows():
        if row["status"] == "recommended":
            for column, language in (("term_en", "en"), ("fr", "fr"), ("es", "es")):
                assert linter.check_text(row[column], language) == [], row["id"]


def test_what_to_say_instead_is_not_itself_blocked() -> None:
    """Following the advice must never lead to another finding that blocks."""
    for term in RULES.terms.values():
        for language, say in term.say.items():
            blocked = [f for f in linter.check_text(say, language) if f.level == "block"]
            assert blocked == [], (term.id, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minor version of the HTTP client changed; customers of the hosting firm see a minor update.", "en"),
        ("Each child process inherits the environment; kill the child first.", "en"),
        ("In any case, the test case covers the case where the client closes the connection.", "en"),
        ("The helpline is for children. The hotline takes reports of pictures.", "en"),
        ("John met the buyer of the house. Clients of the web service get a token.", "en"),
        ("A child may tell an adult they trust. We do not tell your employer.", "en"),
        ("Le client du réseau et le processus enfant sont arrêtés; la version mineure a changé.", "fr"),
        ("El cliente de la red y el proceso hijo se detienen; un cambio menor de la versión.", "es"),
        ("Child under 18: at risk of sexual exploitation. Person suspected: lives in another country.", "en"),
    ],
)
def test_words_of_other_trades_pass(text: str, language: str) -> None:
    """Software, hotels and law share words with the list; what they mean by them is not our concern."""
    assert linter.check_text(text, language) == []


def test_a_finding_says_where_what_and_what_to_say_instead() -> None:
    """Line, words as they stand, and the replacement in the language of the text."""
    found = linter.check_text("One line.\n\nThe child\n  pornography law.", "en")
    assert [(f.line, f.term, f.level, f.text) for f in found] == [(3, "T36", "block", "child pornography")]
    assert "child sexual abuse material" in found[0].say
    assert "matériel d’abus sexuels" in linter.check_text("La pédopornographie.", "fr")[0].say
    assert str(found[0]).startswith(":3: block T36 “child pornography”: say instead: child sexual abuse material")


def test_accents_capitals_and_apostrophes_make_no_difference() -> None:
    """Decomposed accents, capitals and straight apostrophes are the same words."""
    for text in ("La PÉDOPORNOGRAPHIE.", "la pe\u0301dopornographie", "pornographie mettant en scène d'enfants"):
        assert [f.term for f in linter.check_text(text, "fr")] == ["T36"], text
    assert [f.term for f in linter.check_text("The minor\u2019s parents", "en")] == ["T06"]
    assert [f.term for f in linter.check_text("The minor's parents", "en")] == ["T06"]


def test_the_longest_find_speaks() -> None:
    """One place, one finding."""
    assert [f.term for f in linter.check_text("virtual child pornography", "en")] == ["T40"]
    assert [f.term for f in linter.check_text("webcam child sex tourism", "en")] == ["T46"]
    assert [f.term for f in linter.check_text("A child sex tourist and child sex tourism", "en")] == ["T26", "T51"]


def test_titles_of_law_keep_their_words() -> None:
    """Only inside the title: the same words beside it are found."""
    title = "Optional Protocol on the sale of children, child prostitution and child pornography"
    assert linter.check_text(title, "en") == []
    assert [f.term for f in linter.check_text(f"{title} speaks of child pornography.", "en")] == ["T36"]


def test_a_language_without_patterns_gives_nothing() -> None:
    """Arabic and Khmer have no patterns yet; English words in them are not guessed at."""
    assert linter.check_text("child pornography", "km") == []


def test_case_is_watched_only_where_children_read() -> None:
    """T21: staff keep cases, children do not have one."""
    assert linter.check_text("A worker reads the case.", "en") == []
    assert [f.term for f in linter.check_text("A worker reads the case.", "en", audience="child")] == ["T21"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name in ("terminology.csv", "terminology_patterns.yaml"):
        (tmp_path / name).write_bytes((rules.CORPUS / name).read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  T44:\n", "  T44:\n    colour: red\n", "T44: unknown colour"),
        ("  T44:\n", "  T07:\n", "T44: rated caution and has neither"),
        ("terms:\n", "terms:\n  T07: {reason: recommended}\n", "no term rated avoid or caution: T07"),
        ("    reason: Respectful", "    # reason: Respectful", "T08"),
        ("find: ['sextorsions?']", "find: ['sextorsions?(']", "unterminated|missing"),
        ("find: ['sextorsions?']", "find: []", "T44 fr: needs find"),
        ("      say: extorsion sexuelle d’enfants\n", "", "T44 fr: nothing to say"),
        ("parts:\n", "extra: 1\nparts:\n", "unknown extra"),
    ],
)
def test_a_corpus_that_is_not_whole_is_refused(corpus: Path, old: str, new: str, words: str) -> None:
    """A term that fell out of the patterns must not pass in silence."""
    path = corpus / "terminology_patterns.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(rules.RulesError, match=words):
        rules.load(corpus)
