"""Articles of the texts that come with the corpus, which a file did not enter."""

from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.files.extracts import acts, citations, left_out


def test_what_a_file_cites_is_entered_and_the_rest_of_its_text_is_left_out() -> None:
    laws = load_corpus().laws
    german = [article.number for article in left_out(laws["DE"])]
    assert {"183", "183a", "184f", "234"} <= set(german)
    assert not {"5", "78b", "176", "176a", "182", "184b"} & set(german)
    assert german.index("77e") < german.index("174a") < german.index("183")  # as people count
    assert [article.heading for article in left_out(laws["SE"])] == ["2 kap. 6 §"]


def test_a_law_without_a_kept_text_leaves_nothing_out() -> None:
    assert left_out(load_corpus().laws["KE"]) == []


def test_one_act_that_lies_in_several_files_is_one() -> None:
    (german,) = acts("DE").values()
    assert {"5", "184l"} <= set(german)


def test_a_file_cites_the_words_that_give_a_defence_too() -> None:
    """The defence of marriage to 18 U.S.C. 2243(a) stood in its subsection (c)(2)."""
    cited = {(cite.source, cite.art) for name, _part, cite in citations(load_corpus().laws["US"]) if name == "us.2243a"}
    assert ("usc-2013", "§ 2243(c)(2)") in cited
    assert len(cited) > 1
