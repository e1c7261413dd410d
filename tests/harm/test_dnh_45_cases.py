"""DNH-45: what nobody said of a child is left out of what is counted: never a no, never a zero."""

from fanal.cases.counting import coded


def test_what_nobody_said_is_no_code() -> None:
    for nothing in (None, "", (), {}):
        assert coded.coded({"child": [{"sex": nothing, "school_status": nothing}]}) == {}


def test_a_no_that_somebody_said_is_one() -> None:
    """The control."""
    yes_no = next(one for one in coded.counted() if one.kind == "bool")
    said = coded.coded({yes_no.entity: [{yes_no.name: False}]})
    assert said == {yes_no.path: ["no"]}
