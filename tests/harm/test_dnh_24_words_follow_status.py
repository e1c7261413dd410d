"""DNH-24: words on adults follow their status: suspected, charged, convicted.

What it means in concerns: nobody is charged or convicted here, so no screen, label or template says more than "the
adult" or "the person suspected". Only the names of codes and columns, which no reader sees, say `offender`.
"""

import re
from pathlib import Path

import pytest
from django.urls import reverse

import fanal
from tests.desk import client_of, text
from tests.harm.test_dnh_18_child_is_victim import labels
from tests.people import Cast
from tests.rooms.concerns.told import tell

TEMPLATES = sorted((Path(fanal.__file__).parent / "concerns" / "templates").rglob("*.html"))
TOO_MUCH = re.compile(
    r"\b(?:offenders?|perpetrators?|abusers?|criminals?|culprits?|guilty|convicted|predators?|p(?:a)?edophiles?|suspects?)\b",
    re.I,
)
SHOWN = re.compile(r"""\{%\s*(?:blocktranslate|translate)[^%]*%\}[^{]*|_\("[^"]*"\)""")


def test_no_label_says_more_than_is_known() -> None:
    assert [label for label in labels() if TOO_MUCH.search(label)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_page_says_more_than_is_known(path: Path) -> None:
    assert [found for found in SHOWN.findall(path.read_text()) if TOO_MUCH.search(found)] == []


def test_the_words_would_be_found() -> None:
    """The control: each of the wrong words is seen."""
    for wrong in ("The offender lives in XB.", "Perpetrator", "Convicted", "the suspect leaves today"):
        assert TOO_MUCH.search(wrong)
    assert not TOO_MUCH.search("Words about the person suspected")


@pytest.mark.django_db(databases="__all__")
def test_the_screen_of_a_concern_speaks_of_the_adult(cast: Cast) -> None:
    sent = tell(cast, adult_words="he seems rich", words="an adult and a girl")
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert ">Adult<" in page
    assert not TOO_MUCH.search(page)
