"""DNH-22: what a child gets who asks what is kept: what is their own, and nothing in which others can stand."""

from fanal.cases.model.declared import model
from fanal.cases.rights import pack

CANARY = "Quentin Zwarth"


def test_no_text_of_ours_and_no_row_about_others_is_in_the_paper() -> None:
    rows = [
        (
            name,
            {
                one.name: (CANARY if one.kind in {"text", "long_text", "text_500"} else None)
                for one in entity.fields.values()
            },
        )
        for name, entity in model().entities.items()
    ]
    own = {one.partition(".")[2] for one in pack.OWN_WORDS}
    rows = [(name, {key: value for key, value in said.items() if key not in own}) for name, said in rows]
    assert [line for line in pack.made(rows) if CANARY in line[1]] == []


def test_the_own_name_and_words_are() -> None:
    """The control."""
    said = {"given_name": CANARY}
    assert [value for _label, value in pack.made([("child", said)])] == [CANARY]
