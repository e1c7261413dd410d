"""Numbers and articles in a text: which there are, in whatever script, and whether each is bound to what shows it."""

import pytest

from fanal.progress.composing import binding
from fanal.progress.composing.binding import Shows

pytestmark = pytest.mark.once
RATE = binding.shows("Birth registration, 2024\n12.5 % (10.1 to 14.9); of 1,200")
LAW = binding.shows("XA, Art. 34(2)\nfive years", ["Art. 34(2)"], law=True)


def _left(text: str, **shown: Shows) -> list[str]:
    by_number = {int(name[1:]): one for name, one in shown.items()}
    return [one.token.words for one in binding.unbound(text, by_number)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"), ("١٢", "12"), ("१२", "12"), ("១២", "12"), ("๑๒", "12"), ("১২", "12"), ("１２", "12"),
        ("۱۲", "12"), ("012", "12"), ("12.50", "12.5"), ("12,5", "12.5"), ("١٢٫٥", "12.5"), ("½", "0.5"),
        ("²", "2"), ("Ⅳ", "4"), ("⑤", "5"), ("1 200", "1200"), ("1\u202f200", "1200"), ("1’200", "1200"),
        ("1,234,567.8", "1234567.8"), ("1.234.567,8", "1234567.8"),
    ],
)  # fmt: skip
def test_digits_of_any_script_are_a_number(written: str, value: str) -> None:
    (token,) = binding.tokens(f"so {written} of them")
    assert token.words == written
    assert value in token.means


def test_a_comma_may_be_either() -> None:
    assert binding.values("1,234") == {"1234", "1.234"}
    assert binding.values("1,23") == {"1.23"}
    assert binding.values("12.5.2026") == {"12.5.2026"}, "no number at all"


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Article 34", "34"), ("art. 34", "34"), ("§ 176a", "176a"), ("s. 5A(2)", "5a"), ("Article IV", "4"),
        ("artículo 12 bis", "12"), ("المادة ١٢", "12"), ("មាត្រា ១២", "12"), ("अनुच्छेद १२", "12"),
        ("art. 227-23", "227-23"), ("section 3.1", "3.1"),
    ],
)  # fmt: skip
def test_an_article_is_a_claim_of_law(written: str, means: str) -> None:
    token = next(binding.tokens(f"as {written} says"))
    assert token.article
    assert token.means == {means}


def test_words_are_no_numbers() -> None:
    assert not list(binding.tokens("Two thirds of all articles say nothing about one child in five."))


def test_a_number_is_bound_by_the_block_named_next_behind_it() -> None:
    text = "In 2024 it was 12,5 % (10.1 to 14.9) [3], of ١٢٠٠ children [٣]."
    assert _left(text, _3=RATE) == []
    assert _left(text.replace("[3]", ""), _3=RATE) == [], "the next one behind counts, in the same paragraph"
    assert _left("In 2024 [3] it was 12.5 %.", _3=RATE) == ["12.5 %"], "nothing stands behind it"
    assert _left("It was 12.5 %.\nSee [3].", _3=RATE) == ["12.5 %"], "another paragraph"
    assert _left("It was 13 % [3].", _3=RATE) == ["13 %"], "the block shows another number"
    assert _left("It was 12.5 % [4].", _3=RATE) == ["12.5 %"], "there is no such block"
    assert _left("It was 12 % [3].", _3=RATE) == ["12 %"], "nobody rounds it"


@pytest.mark.parametrize("digits", ["١٣", "१३", "១៣", "๑๓", "13", "１３", "⑬"])
def test_an_unbound_number_is_found_in_any_script(digits: str) -> None:
    assert _left(f"It was {digits} of them [3].", _3=RATE) == [digits]


def test_an_article_is_bound_by_law_alone() -> None:
    assert _left("Article 34 [2] says so.", _2=LAW) == []
    assert _left("المادة ٣٤ [2]", _2=LAW) == []
    assert _left("Article 35 [2] says so.", _2=LAW) == ["Article 35"]
    assert _left("Article 2 [2] says so.", _2=LAW) == ["Article 2"], "a paragraph is no article"
    assert _left("Article 12.5 [3] says so.", _3=RATE) == ["Article 12.5"], "a number is no law"


def test_several_blocks_are_named_together() -> None:
    assert _left("12.5 % by article 34 [2, 3]", _2=LAW, _3=RATE) == []
    assert _left("12.5 % by article 34 [2] [3]", _2=LAW, _3=RATE) == []


def test_the_page_says_which_block_would_do() -> None:
    (one,) = binding.unbound("It was 12.5 %.", {3: RATE, 2: LAW})
    assert one.helps == (3,)
    assert binding.unbound("It was 99 %.", {3: RATE})[0].helps == ()


def test_a_title_names_no_blocks_but_what_it_says_stands_in_one() -> None:
    assert not binding.untold("What 2024 showed", {3: RATE})
    assert [one.token.words for one in binding.untold("What 2025 showed", {3: RATE})] == ["2025"]


def test_blocks_are_printed_under_other_numbers() -> None:
    assert binding.renumbered("a [7] b [٩, 7]", {7: 1, 9: 2}) == "a [1] b [2][1]"
    assert binding.all_cited("a [7] b [٩, 7]") == [7, 9, 7]


@pytest.mark.parametrize(
    "written",
    [
        "-12.5 %", "−12.5 %", "–12.5 %", "+12.5 %", "±12.5 %", "12.5k", "12.5 ‰", "12.5M", "12.5e3", "12.5×10",
        "12.5 × 10", "12.5*10", "12.5 million", "12.5 Millionen", "١٢٫٥ مليون", "12.5 тыс", "12.5⁶", "12.5½", "€12.5",
        "$ 12.5", "12.5 €", "12.5万", "12.5bn", "1,200 %", "%1200",
        "12.5 M€", "12.5 Md€", "12.5 k€", "12,5 Mds", "12.5-million", "12.5‑million", "12.5 ملايين", "‑12.5 %", "‒12.5",
    ],
)  # fmt: skip
def test_a_number_is_the_whole_of_it(written: str) -> None:
    """With its sign, what multiplies it and its unit: the block shows 12.5 % of 1,200."""
    assert _left(f"It was {written} [3].", _3=RATE) == [written]
    assert _left(f"It was {written} [4].", _4=binding.shows(f"In all {written}; of 3")) == [], "the very same"


@pytest.mark.parametrize(
    "written", ["12.5 %", "12.5%", "%12,5", "١٢٫٥ ٪", "12.5 per cent", "(12.5)", "10.1–14.9", "10.1-14.9", "2024-12.5",
                "- 12.5 %", "1,200 mothers", "1,200 members", "12.5 % × 1,200"],
)  # fmt: skip
def test_what_belongs_to_no_number_is_read_apart(written: str) -> None:
    """A sign between two numbers, a point of a list, a word: the block shows each number."""
    assert _left(f"{written} [3]", _3=RATE) == []


def test_a_fall_is_bound_to_a_fall() -> None:
    fall = binding.shows("Change: −3.2 %")
    assert _left("It changed by -3.2 % [3].", _3=fall) == []
    assert _left("It changed by −3.2 [3].", _3=fall) == []
    assert _left("It changed by 3.2 % [3].", _3=fall) == ["3.2 %"]
