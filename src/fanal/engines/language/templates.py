"""Django templates read without Django: their tokens, their messages and their words.

The rules are those of ``django.template.base`` and ``django.templatetags.i18n`` (Django 6.1); tests hold every message
against what Django looks up at run time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TAG = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})")
_STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_BITS = re.compile(rf"""((?:[^\s'"]*(?:{_STRING}[^\s'"]*)+)|\S+)""")
_LITERAL = re.compile(_STRING)
_MARKED = re.compile(rf"_\(({_STRING})\)")
_LINE_BREAK = re.compile(r"\s*\n\s*")
NOTES = ("Translators:", "language: allow")
"""How a comment begins that goes with its message into the catalogues: a note to translators, leave to use a term."""


class TemplateError(ValueError):
    """A template that Django would refuse, or a message that no tool could extract; says the line."""


class TokenKind(StrEnum):
    TEXT = "text"
    BLOCK = "block"
    VARIABLE = "variable"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a template; ``contents`` is stripped of its braces, ``raw`` is not. Lines count from 1."""

    kind: TokenKind
    contents: str
    line: int
    raw: str


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """What Django asks gettext for: the exact message, with its context and its note to translators."""

    singular: str
    plural: str | None
    context: str | None
    line: int
    notes: tuple[str, ...] = ()


def tokenize(source: str) -> list[Token]:
    """The tokens of a template in order, as Django's lexer cuts them; what stands in ``{% verbatim %}`` is text."""
    tokens: list[Token] = []
    line, verbatim = 1, ""
    for index, piece in enumerate(_TAG.split(source)):
        inner = piece[2:-2].strip()
        kind = TokenKind.TEXT
        if index % 2 and not verbatim:
            kind = {"{%": TokenKind.BLOCK, "{{": TokenKind.VARIABLE, "{#": TokenKind.COMMENT}[piece[:2]]
        elif index % 2 and piece.startswith("{%") and inner == verbatim:
            kind, verbatim = TokenKind.BLOCK, ""
        if kind is TokenKind.BLOCK and inner.split(maxsplit=1)[:1] == ["verbatim"]:
            verbatim = f"end{inner}"
        if piece:
            tokens.append(Token(kind, piece if kind is TokenKind.TEXT else inner, line, piece))
        line += piece.count("\n")
    return tokens


def without_comments(tokens: list[Token]) -> list[Token]:
    """The tokens outside ``{% comment %}`` blocks; ``{# … #}`` stay, for they carry notes and leave to use a word."""
    kept: list[Token] = []
    inside = False
    for token in tokens:
        name = token.contents.split(maxsplit=1)[:1] if token.kind is TokenKind.BLOCK else []
        inside = (inside or name == ["comment"]) and name != ["endcomment"]
        if not inside and name != ["endcomment"]:
            kept.append(token)
    return kept


def messages(source: str) -> Iterator[TemplateMessage]:
    """Every message of a template in order of appearance.

    ``{% translate %}`` and ``{% trans %}`` with context, ``as`` and ``noop``; ``{% blocktranslate %}`` with plural,
    context and ``trimmed``; ``_("…")`` in any tag or variable. A translated variable gives no message: it was marked
    elsewhere. Raises ``TemplateError`` where a context is no literal or a block is not closed.
    """
    tokens = iter(without_comments(tokenize(source)))
    notes: tuple[int, tuple[str, ...]] = (0, ())
    for token in tokens:
        if token.kind is TokenKind.COMMENT and token.contents.startswith(NOTES):
            notes = (token.line, (token.contents,))
        if token.kind not in {TokenKind.BLOCK, TokenKind.VARIABLE}:
            continue
        here = notes[1] if notes[0] in {token.line, token.line - 1} else ()
        bits = _BITS.findall(token.contents)
        if token.kind is TokenKind.BLOCK and bits and bits[0] in {"blocktranslate", "blocktrans"}:
            yield _block(bits, token.line, here, tokens)
        elif token.kind is TokenKind.BLOCK and bits and bits[0] in {"translate", "trans"}:
            yield from _single(bits, token.line, here)
        for literal in _MARKED.findall(token.contents):
            yield TemplateMessage(_doubled(_unquoted(literal)), None, None, token.line, here)


def _single(bits: list[str], line: int, notes: tuple[str, ...]) -> Iterator[TemplateMessage]:
    literal = _LITERAL.match(bits[1]) if len(bits) > 1 else None
    if not literal:
        return
    # The tag puts the text between single quotes and reads it a second time, so escapes are undone twice.
    text = _unquoted("'" + _unquoted(literal[0]) + "'")
    yield TemplateMessage(_doubled(text), None, _context(bits, line), line, notes)


def _block(bits: list[str], line: int, notes: tuple[str, ...], tokens: Iterator[Token]) -> TemplateMessage:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.kind is TokenKind.TEXT:
            parts[-1].append(_doubled(token.contents))
        elif token.kind is TokenKind.VARIABLE:
            parts[-1].append(f"%({token.contents})s")
        elif token.contents == "plural" and len(parts) == 1:
            parts.append([])
        elif token.contents == f"end{bits[0]}":
            break
        else:
            raise TemplateError(f"line {token.line}: {token.contents!r} inside {bits[0]} of line {line}")
    else:
        raise TemplateError(f"line {line}: {bits[0]} is not closed")
    texts = ["".join(part) for part in parts]
    if "trimmed" in bits[1:]:
        texts = [_LINE_BREAK.sub(" ", text.strip()) for text in texts]
    return TemplateMessage(texts[0], texts[1] if len(texts) > 1 else None, _context(bits, line), line, notes)


def _context(bits: list[str], line: int) -> str | None:
    if "context" not in bits[2:] and bits[1:2] != ["context"]:
        return None
    value = bits[bits.index("context", 1) + 1 :][:1]
    literal = _LITERAL.fullmatch(value[0]) if value else None
    if not literal:
        raise TemplateError(f"line {line}: the context of a message must be a literal")
    return _unquoted(literal[0])


def _unquoted(literal: str) -> str:
    quote = literal[0]
    return literal[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")


def _doubled(text: str) -> str:
    return text.replace("%", "%%")
