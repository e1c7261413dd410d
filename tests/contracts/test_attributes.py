"""A translation is set into pages as it stands. In an attribute it is held by the quotation marks around it, and none
of its own can end it: a straight one that the English has not is refused (`engines.language.faults`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import fanal
from fanal.engines.language.templates import Token, TokenKind, tokenize

PACKAGE = Path(fanal.__file__).parent
SAYS, OTHER = "\ue000", "\ue001"
"""What stands for a tag that says a translation, and for any other."""


def _as_html(source: str) -> Iterator[tuple[str, str, int]]:
    """The signs of a template, with what is said and the line. Of a translated block the words alone are said."""
    inside = False
    for token in tokenize(source):
        name = token.contents.split()[0] if token.contents.split() else ""
        if token.kind is TokenKind.TEXT:
            yield from ((sign, "", token.line) for sign in ("" if inside else token.raw))
        elif token.kind is not TokenKind.COMMENT:
            if _says(token, name):
                yield SAYS, token.contents, token.line
            elif not inside:
                yield OTHER, "", token.line
            inside = name.startswith("blocktrans") or (inside and not name.startswith("endblocktrans"))


def _says(token: Token, name: str) -> bool:
    return name in {"translate", "trans", "blocktranslate", "blocktrans"} or "_(" in token.contents


def astray(source: str) -> Iterator[tuple[int, str]]:
    """The translations of a template that stand in a tag without a `"` around them, or whose English has one there."""
    where, before = "text", ""
    for sign, said, line in _as_html(source):
        if sign == SAYS:
            if where in {"tag", "'"} or (where == '"' and _english(said).count('"') > 0):
                yield line, said
        elif where == "text":
            where = "tag" if before == "<" and (sign.isalpha() or sign == "/") else where
        elif where == "tag":
            where = {">": "text", '"': '"', "'": "'"}.get(sign, where)
        elif sign == where:
            where = "tag"
        before = sign


def _english(said: str) -> str:
    """What is said, without the marks that hold it in the template."""
    literal = said.partition("_(")[2] or said.partition(" ")[2]
    return literal.strip()[1:].partition(literal.strip()[:1])[0] if literal.strip()[:1] in {"'", '"'} else ""


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p title="{% translate \'Your code\' %}">{% translate "Yes" %}</p>', 0),
        ("<p title='{% translate \"Your code\" %}'>", 1),
        ("<p title={% translate 'Your' %}>", 1),
        ("<p {{ _('hidden') }}>", 1),
        ('<p title="{{ _(\'A " b\') }}">', 1),
        ('<p class="{% if one %}a{% endif %}" title=\'{% blocktranslate %}A "b"{% endblocktranslate %}\'>', 1),
        ("<p class=\"{% if a > b %}a{% endif %}\">1 < 2 {% translate 'Yes' %}", 0),
    ],
)
def test_what_stands_without_its_marks_is_found(template: str, found: int) -> None:
    assert len(list(astray(template))) == found


def test_every_translation_in_an_attribute_is_held_by_its_marks() -> None:
    templates = sorted(PACKAGE.glob("*/templates/**/*.html"))
    assert len(templates) > 100
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line}: {said}"
        for path in templates
        for line, said in astray(path.read_text("utf-8"))
    ]
    assert wrong == []
