"""The outline of a theory of change: what it says, and what is wrong with it, by line."""

from hypothesis import given
from hypothesis import strategies as some

from fanal.engines.drawing import WIDE
from fanal.progress.programmes import picture, theory
from fanal.progress.programmes.theory import MOST, Code, Part, read

GOOD = """
problem p: Families in debt take children out of school
  leads to a: they come when advice is free [believed]
activity a: Debt advice in four districts
  leads to o: advice is given by people they trust [evidence: talks with families, 2024]
output o: 400 households advised
  leads to u: households that owe less keep children in school [believed]
outcome u: More children stay in school
  measured by U1
  leads to i: school keeps them from lenders [believed]
impact i: Fewer children are sent away for debt
harm: Lenders press harder when they hear of it
  watch: families stop coming
risk: The advisers leave
  watch: a post is empty for a month
"""


def _codes(outline: str) -> list[tuple[Code, int]]:
    return [(one.code, one.line) for one in read(outline).faults]


def test_an_outline_is_read_as_it_stands() -> None:
    found = read(GOOD)
    assert found.faults == ()
    assert [node.part for node in found.nodes.values()] == list(Part)
    assert found.nodes["a"].arrows[0].evidence == "talks with families, 2024"
    assert found.nodes["p"].arrows[0].evidence == "", "it is believed, and says so"
    assert found.measures == {"U1"}
    assert [(risk.harm, bool(risk.watch)) for risk in found.risks] == [(True, True), (False, True)]
    assert [one.about for one in found.lacking(["U2"])] == ["U1"]
    assert found.lacking(["U1"]) == ()


def test_what_is_wrong_is_told_by_line() -> None:
    assert _codes(GOOD + "because it is so") == [(Code.UNREAD, 16)]
    assert _codes(GOOD.replace(" [believed]", "", 1)) == [(Code.ORIGIN, 3)]
    assert _codes(GOOD.replace("leads to i", "leads to x")) == [(Code.UNKNOWN, 10)]
    assert _codes(GOOD.replace("  measured by U1\n", "")) == [(Code.UNMEASURED, 8)]
    assert _codes(GOOD.replace("measured by U1", "not measured: no register is kept")) == []
    assert _codes(GOOD.replace("measured by U1", "measured by U1\nnot measured: no")) == [(Code.BOTH, 8)]
    assert _codes(GOOD.replace("  watch: families stop coming\n", "")) == [(Code.UNWATCHED, 12)]
    assert _codes(GOOD.replace("harm:", "risk:")) == [(Code.HARM, 0)], "harm is always thought of"
    assert _codes("watch: it\n" + GOOD) == [(Code.ALONE, 1)]
    assert _codes("measured by U1\n" + GOOD) == [(Code.ALONE, 1)]
    assert _codes(GOOD.replace("impact i", "impact u")) == [(Code.UNKNOWN, 10), (Code.TWICE, 11)]
    assert Code.LONG in {code for code, _line in _codes(GOOD.replace("Debt advice", "Debt" * 80))}
    assert {code for code, _line in _codes("")} == {Code.MISSING, Code.HARM}


def test_nothing_leads_back_to_itself() -> None:
    back = GOOD.replace("impact i: Fewer", "impact i: F\n  leads to p: it goes round [believed]\nimpact j: Fewer")
    [fault] = [one for one in read(back).faults if one.code is Code.CYCLE]
    assert fault.about.count("→") >= 4
    assert "p" in fault.about


def test_each_activity_leads_to_an_outcome() -> None:
    more = GOOD + "activity b: Posters\n  leads to q: they are seen [believed]\noutput q: Posters hang\n"
    assert _codes(more) == [(Code.NOWHERE, 16)]
    assert _codes(more + "  leads to u: they are read [believed]\n") == []


def test_an_outline_has_a_limit_of_parts() -> None:
    for extra, faults in ((MOST - 5, []), (MOST - 4, [Code.MANY])):
        more = "".join(f"output z{number}: Lesson {number}\n" for number in range(extra))
        assert [code for code, _line in _codes(GOOD + more)] == faults
    huge = "".join(f"output z{number}: Lesson\n  leads to z{number + 1}: next [believed]\n" for number in range(2000))
    assert Code.MANY in {code for code, _line in _codes(GOOD + huge)}


@given(some.text(max_size=400) | some.lists(some.sampled_from(GOOD.splitlines()), max_size=30).map("\n".join))
def test_no_text_breaks_it(text: str) -> None:
    found = read(text)
    assert all(0 <= one.line <= len(text.splitlines()) for one in found.faults)
    words = {part: part.value for part in Part}
    assert picture.svg(found, "A", "b", words).startswith("<svg"), "whatever it says can be drawn"


def test_the_picture_shows_each_part_and_whether_an_assumption_is_believed() -> None:
    drawn = picture.svg(read(GOOD), "Debt advice", "what leads to what", {part: part.value for part in theory.Part})
    assert f'width="{WIDE}"' in drawn
    for words in ("p: Families in debt", "u: More children stay", "Debt advice", "what leads to what"):
        assert words in drawn
    assert drawn.count("stroke-dasharray") == 3
    assert "<script" not in picture.svg(read("problem p: <script>"), "<b>", "x", dict.fromkeys(Part, ""))
