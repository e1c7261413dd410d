"""DNH-16: the child door: people first, then what happens, then a form; nothing about parents, school or consent."""

import re

import pytest

from fanal.concerns.form.questions import core
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, publish

__all__ = ["open_form"]
NEVER = re.compile(
    r"parent|mother|father|consent|permission|guardian|which school|your school|class\?|your name\?|how old", re.I
)


def test_the_order_is_fixed(open_form: Cast) -> None:
    html = Reporter().get("/en/xa/you").html.split("<main")[1]
    order = [
        html.index(text)
        for text in ('href="tel:0001"', "Tell an adult you trust.", "What happens if I tell?", "Write to us")
    ]
    assert order == sorted(order)
    assert "<input" not in html
    assert "<textarea" not in html


def test_it_is_linked_from_the_entry(open_form: Cast) -> None:
    assert Reporter().get("/en/xa/").form.links["Are you under 18?"] == "/en/xa/you"


@pytest.mark.parametrize("lang", ["en"])
def test_nothing_is_asked_about_parents_school_or_consent(open_form: Cast, lang: str) -> None:
    for address in ("you", "you/2"):
        page = Reporter().get(f"/{lang}/xa/{address}")
        assert not NEVER.search(page.words), NEVER.search(page.words)
    asked = [question.id for page in core().child_door for question in page.questions]
    assert asked == ["happening", "safe_now", "answer_how", "answer_words", "more"]
    assert not any(question.required for page in core().child_door for question in page.questions)


def test_without_somebody_to_call_there_is_no_form(open_form: Cast) -> None:
    """XC holds a duty line of the member, no helpline: that is enough. XD holds a helpline. Neither: no form."""
    publish(open_form, "XD", org_id=open_form.nordlys)
    assert "Write to us" in Reporter().get("/en/xd/you").words
    from fanal.concerns.public import around, child

    bare = around.Around((), (), (), "", "law", False, "", "")
    assert not child.may_write(bare)
