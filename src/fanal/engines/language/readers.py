"""Reads the words out of files: what people will read, with the lines where it stands, and nothing of the code around.

What is taken out (markup, template code, quotations, code samples) leaves a gap of the same length, so that lines keep
their numbers and words on both sides of a gap never make a term.
"""

import ast
import csv
import html
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import yaml

from fanal.engines.language import catalogues, templates
from fanal.engines.language.templates import TokenKind

GAP = "\ufffc"
"""Stands for something that is not text: a variable, a quotation, code."""
BREAK = "\u2029"
"""Stands between blocks of a page, where a sentence ends without a full stop."""
DEFAULT_LANGUAGE = catalogues.SOURCE

_BLOCK_TAGS = r"p|div|section|article|header|footer|main|nav|aside|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|td|th|thead|tbody|"
_BLOCK_TAGS += r"caption|form|fieldset|legend|label|button|option|select|summary|details|figure|figcaption|title|br|hr"
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS})\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<![a-zA-Z][^>]*>")
_READ_ALOUD = re.compile(
    r"""\b(?:alt|title|aria-label|aria-description|placeholder|label|summary)\s*=\s*("[^"]*"|'[^']*')"""
)
_NOT_TEXT = re.compile(r"<(script|style|code|pre|svg|kbd|samp)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"<(cite|q|blockquote)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|\{#[^\n]*?#\}", re.DOTALL)
_FENCE = re.compile(r"^([ \t]*)(```+|~~~+).*?(?:^\1\2[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_QUOTE_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\w)|(?<=[\w.,;:!?])[*]{1,3}|(?<=\w)_{1,3}(?!\w)")
_NEW_BLOCK = re.compile(r"\n(?=[ \t]*\n|[ \t]*(?:[-*+]|#+|\d+[.)])[ \t])|(?<=\n)\n")
_TARGET = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<https?://[^>]*>|https?://\S+")
_MARKED = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_LANGUAGE_KEY = re.compile(rf"(?:.*_)?({'|'.join(catalogues.LANGUAGES)})")


class Unreadable(ValueError):
    """A file that cannot be read as what it claims to be; says which and why."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is read together. ``line`` is where it begins, counted from 1.

    ``is_unit``: leave given at its first line holds for all of it (one string, one message); not so for a whole page.
    ``allowed``: terms that a note on the passage itself allows.
    """

    text: str
    line: int
    language: str
    audience: str = ""
    is_unit: bool = True
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the file's own kind. Leave in it holds for the lines it ``covers``: its own, and the next line too
    where the comment stands alone."""

    text: str
    line: int
    is_alone: bool = True

    @property
    def covers(self) -> range:
        last = self.line + self.text.count("\n")
        return range(self.line, last + (2 if self.is_alone else 1))


@dataclass(frozen=True, slots=True)
class Document:
    passages: tuple[Passage, ...]
    comments: tuple[Comment, ...] = ()
    lines: int = 0


def read(path: Path, quotation_keys: frozenset[str] = frozenset()) -> Document:
    """The passages and comments of a file; raises ``Unreadable``.

    ``.po`` ``.html`` ``.md`` ``.py`` ``.yaml`` ``.csv`` by their kind, everything else as plain text.
    ``quotation_keys``: keys and columns whose values are other people's words and stay out.
    """
    try:
        source = path.read_text("utf-8")
        reader = _READERS.get(path.suffix, _plain)
        if "templates" in path.parts and path.suffix == ".txt":
            reader = _template
        document = reader(source, path, quotation_keys)
    except Unreadable:
        raise
    except (OSError, SyntaxError, tokenize.TokenError, yaml.YAMLError, csv.Error, ValueError) as error:
        raise Unreadable(f"{path}: {error}") from error
    return replace(document, lines=source.count("\n") + 1)


def prose(path: Path, quotation_keys: frozenset[str] = frozenset()) -> dict[str, str]:
    """What people read in a file, by language, for the readability formulas; passages are kept apart by a break.

    Of Python only the messages for translation count: the other strings are for machines and developers. Of YAML and
    CSV values of a single word do not: most are codes.
    """
    texts: dict[str, list[str]] = {}
    if path.suffix == ".py":
        found = catalogues.extract_python(path.read_text("utf-8"), str(path))
        texts[DEFAULT_LANGUAGE] = [text for message in found for text in (message.singular, message.plural) if text]
    else:
        for passage in read(path, quotation_keys).passages:
            if path.suffix not in _DATA or len(passage.text.split()) > 1:
                texts.setdefault(passage.language, []).append(passage.text)
    return {language: BREAK.join(parts) for language, parts in texts.items() if "".join(parts).strip()}


def language_of(path: PurePath) -> str:
    """The language of a file by its name (``page.fr.md``) or folder (``fr/page.md``); English where neither says."""
    names = [*path.name.split(".")[1:-1], *reversed(path.parts[:-1])]
    return next((name for name in names if name in catalogues.LANGUAGES), DEFAULT_LANGUAGE)


def _fill(sign: str) -> Callable[[re.Match[str]], str]:
    return lambda match: re.sub(r"[^\n]", sign, match[0])


def _blank(text: str, sign: str = GAP) -> str:
    return re.sub(r"[^\n]", sign, text)


def _plain(source: str, path: Path, _keys: frozenset[str]) -> Document:
    comments = [Comment(line, n) for n, line in enumerate(source.split("\n"), 1) if line.lstrip().startswith("#")]
    text = re.sub(r"^[ \t]*#.*$", _fill(" "), source, flags=re.MULTILINE)
    return Document((Passage(text, 1, language_of(path), is_unit=False),), tuple(comments))


def _markup(text: str) -> str:
    """HTML as text: quotations and code leave gaps, block tags breaks, other tags spaces; spoken attributes stay."""
    text = _NOT_TEXT.sub(_fill(GAP), _HTML_COMMENT.sub(_fill(" "), text))
    text = _QUOTED.sub(_fill(GAP), text)

    def tag(match: re.Match[str]) -> str:
        sign = BREAK if _BLOCK_TAG.fullmatch(match[0]) else " "
        kept = list(_blank(match[0], sign))
        for attribute in _READ_ALOUD.finditer(match[0]):
            start, end = attribute.span(1)
            kept[start:end] = BREAK + attribute[1][1:-1] + BREAK
        return "".join(kept)

    return html.unescape(_ANY_TAG.sub(tag, text))


def _comments(source: str) -> list[Comment]:
    """HTML and template comments; one stands alone where nothing else is on its line."""
    comments = []
    for match in _COMMENT.finditer(source):
        before, after = source[: match.start()].rpartition("\n")[2], source[match.end() :].partition("\n")[0]
        line = source.count("\n", 0, match.start()) + 1
        comments.append(Comment(match[0], line, not before.strip() and not after.strip()))
    return comments


def _template(source: str, path: Path, _keys: frozenset[str]) -> Document:
    """A Django template: its text and the texts inside its translation tags; variables leave gaps."""
    tokens = templates.tokenize(source)
    kept = {id(token) for token in templates.without_comments(tokens)}
    pieces = [_template_piece(token) if id(token) in kept else _blank(token.raw, " ") for token in tokens]
    passage = Passage(_markup("".join(pieces)), 1, language_of(path), is_unit=False)
    return Document((passage,), tuple(_comments(source)))


def _template_piece(token: templates.Token) -> str:
    raw = token.raw
    if token.kind is TokenKind.TEXT:
        return raw
    words = token.contents.split(maxsplit=1)[:1]
    literals = _STRING if words in (["translate"], ["trans"]) else _MARKED
    kept = list(_blank(raw, GAP if token.kind is TokenKind.VARIABLE else " "))
    for match in literals.finditer(raw):
        # The quotation marks go, and a mark of a tag inside the literal must not be taken for one.
        inner = match[0].removeprefix("_(").removesuffix(")")[1:-1]
        start = match.start() + match[0].index(inner) if inner else match.start()
        kept[start : start + len(inner)] = inner
    return "".join(kept)


def _markdown(source: str, path: Path, _keys: frozenset[str]) -> Document:
    text = source
    for pattern in (_FENCE, _CODE, _QUOTE_LINE, _TARGET):
        text = pattern.sub(_fill(GAP), text)
    text = _NEW_BLOCK.sub(f"{BREAK}\n", _EMPHASIS.sub("", text)).replace("|", BREAK)
    return Document((Passage(_markup(text), 1, language_of(path), is_unit=False),), tuple(_comments(source)))


def _python(source: str, path: Path, _keys: frozenset[str]) -> Document:
    """Every string and docstring, joined as Python joins them; an f-string's values leave gaps."""
    comments = [
        Comment(token.string, token.start[0], not token.line[: token.start[1]].strip())
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    language = language_of(path)
    passages = tuple(Passage(text, line, language) for text, line in _strings(ast.parse(source)))
    return Document(passages, tuple(comments))


def _strings(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.JoinedStr):
        parts = [str(v.value) if isinstance(v, ast.Constant) else GAP for v in node.values]
        yield "".join(parts), node.lineno
        inside = [value for value in node.values if not isinstance(value, ast.Constant)]
        for value in inside:
            yield from _strings(value)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _strings(child)


def _catalogue(source: str, path: Path, _keys: frozenset[str]) -> Document:
    """The translations, in the language of the catalogue: messages are read where they stand, in the sources."""
    header = re.search(r'"Language: (\w+)\\n"', source)
    language = header[1] if header else language_of(path)
    passages: list[Passage] = []
    for message in catalogues.parsed(source.encode(), language, str(path)):
        if message.id and not message.fuzzy:
            notes = " ".join([*message.auto_comments, *message.user_comments])
            allowed = frozenset(re.findall(r"\bT\d\d\b", notes)) if "language: allow" in notes else frozenset[str]()
            audience = "child" if message.context == "child" or catalogues.FOR_CHILDREN in notes else ""
            line = message.lineno or 1
            texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
            passages += (Passage(_markup(text), line, language, audience, True, allowed) for text in texts if text)
    return Document(tuple(passages))


def _yaml(source: str, path: Path, keys: frozenset[str]) -> Document:
    comments = tuple(
        Comment(line[line.index("#") :], number, line.lstrip().startswith("#"))
        for number, line in enumerate(source.split("\n"), 1)
        if re.search(r"(?:^|\s)#", line)
    )
    passages: list[Passage] = []
    for node in yaml.compose_all(source, Loader=yaml.SafeLoader):
        passages += _yaml_values(node, language_of(path), keys)
    return Document(tuple(passages), comments)


def _yaml_values(node: yaml.Node | None, language: str, keys: frozenset[str]) -> Iterator[Passage]:
    if isinstance(node, yaml.ScalarNode):
        block = node.style in ("|", ">")
        yield Passage(node.value, node.start_mark.line + (2 if block else 1), language)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _yaml_values(item, language, keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in keys:
                named = _LANGUAGE_KEY.fullmatch(str(key.value))
                yield from _yaml_values(value, named[1] if named else language, keys)


def _csv(source: str, path: Path, keys: frozenset[str]) -> Document:
    reader = csv.reader(io.StringIO(source))
    columns = next(reader, [])
    languages = [named[1] if (named := _LANGUAGE_KEY.fullmatch(name)) else language_of(path) for name in columns]
    passages, line = [], reader.line_num + 1
    for row in reader:
        for name, language, cell in zip(columns, languages, row, strict=False):
            if name not in keys and cell:
                passages.append(Passage(cell, line, language))
        line = reader.line_num + 1
    return Document(tuple(passages))


_READERS: dict[str, Callable[[str, Path, frozenset[str]], Document]] = {
    ".po": _catalogue,
    ".html": _template,
    ".md": _markdown,
    ".py": _python,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".csv": _csv,
}
KINDS = frozenset(_READERS)
_DATA = frozenset({".yaml", ".yml", ".csv"})
