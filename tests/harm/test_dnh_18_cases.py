"""DNH-18: in a file a child is a victim or at risk; no list, no column and no deed has a third word for it."""

from fanal.access.api import named_deeds
from fanal.cases.codes import Standing
from fanal.cases.model.declared import model

BLAMES = ("offend", "perpetrat", "prostitut", "promiscu", "delinquen", "complicit", "willing", "guilty", "accused")


def test_a_child_has_one_of_two_standings() -> None:
    assert [one.value for one in Standing] == ["victim", "at_risk"]


def test_no_label_about_the_child_and_no_deed_blames_it() -> None:
    entities = ("child", "case", "push_factor", "plan", "goal", "follow_up", "closure", "feedback")
    labels = [one.label for name in entities for one in model().entities[name].fields.values() if one.label]
    deeds = [str(words) for deed, words in named_deeds().items() if deed.startswith("cases.")]
    assert len(labels) > 50
    assert len(deeds) > 50
    assert [words for words in (*labels, *deeds) if any(one in words.lower() for one in BLAMES)] == []
