"""DNH-02: into no box about a child an address of material can be typed: the writer is told, and nothing is kept."""

import pytest
from django import forms

from fanal.cases.model.declared import Field, model
from fanal.cases.model.forms import Declared
from fanal.cases.urls import urlpatterns
from fanal.web.api import Page, StaffLine, StaffText, Text

ADDRESSES = ("https://bad.example/x?y=1", "bad-site.com/gallery", "hxxp://bad[.]example", "abcdefghijklmnop.onion")
TYPED = {"text", "text_500", "long_text", "text_list"}
BOXES = [one for one in model().fields if one.kind in TYPED and one.label]


@pytest.mark.parametrize("field", BOXES, ids=lambda one: one.path)
def test_each_box_of_the_model_refuses_it_and_says_so(field: Field) -> None:
    name = field.path.replace(".", "_")
    for address in ADDRESSES:
        form = Declared([field], {name: f"It is at {address}"})
        assert "Take the address out" in str(form.errors), address
    assert Declared([field], {name: "She saw it online"}).is_valid(), "the control"


def _pages(of: type[Page]) -> set[type[Page]]:
    return {of}.union(*(_pages(one) for one in of.__subclasses__()))


def test_boxes_of_our_own_pages_are_of_the_kinds_that_look() -> None:
    """Reasons and words beside the model. Two boxes of a form hold nothing of a child: places of a provider, and what
    questions of an own form become."""
    assert urlpatterns
    boxes = [
        (page.__name__, name, box)
        for page in _pages(Page)
        for name, box in page.base_fields.items()
        if page.__module__.startswith("fanal.cases") and isinstance(getattr(box, "widget", None), forms.Textarea)
    ]
    assert len(boxes) > 10
    assert {name for _page, name, box in boxes if not isinstance(box, (Text, StaffText, StaffLine))} == {
        "areas",
        "text",
    }
