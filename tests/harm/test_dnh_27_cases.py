"""DNH-27: what a file found is one of five, kept apart; why it ends is another question."""

from fanal.cases.model.declared import model


def test_findings_are_five_and_none_of_them_is_a_reason_of_closing() -> None:
    findings = list(model().lists["finding"].codes)
    assert findings == ["confirmed", "not_confirmed", "not_enough_information", "unfounded", "bad_faith"]
    assert not set(findings) & set(model().lists["closure_reason"].codes)
    assert len(set(model().lists["finding"].codes.values())) == 5
