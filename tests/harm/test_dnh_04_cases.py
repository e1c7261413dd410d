"""DNH-04: in a file of a child too, what happened is never a required story: texts are optional, at most 2,000, and no
question of the opening form asks for one."""

from fanal.cases.model.declared import model


def test_no_account_of_harm_is_needed_to_open_a_file_or_to_note_an_act() -> None:
    asked = [one for one in model().intake if one.kind == "long_text"]
    assert {one.path for one in asked} <= {"consent.basis_reason"}
    acts = [one for one in model().entities["act"].fields.values() if one.kind in {"long_text", "text_500"}]
    assert acts
    assert not [one.path for one in acts if one.intake]
