"""Codes for a camera: read back by another program; what stands on a page many times is drawn once."""

import re

from django.template import Context, Template

from fanal.web import qr
from tests.camera import read_back

EACH = "{% for one in all %}{% qr one 'Where' %}{% endfor %}"


def test_a_camera_reads_what_was_drawn() -> None:
    for said in ("https://example.org/x#Aa_-9", "7KQ2M9XD4T", "x" * 300):
        assert read_back(str(qr.svg(said, "Where")))[1] == said


def test_what_stands_on_a_page_many_times_is_drawn_once() -> None:
    drawn = Template(EACH).render(Context({"all": ["a", "b", "a", "a"]}))
    assert drawn.count('class="qr"') == 4
    assert drawn.count("<path") == 4, "two of each code that is drawn"
    assert re.findall(r'(?:id="|href="#)(code-\d)', drawn) == ["code-0", "code-1", "code-0", "code-0"]
