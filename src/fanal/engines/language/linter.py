"""The terminology linter: finds words that blame a child, belittle a crime or judge before a court has.

``check_text`` takes a text, ``check_path`` a file. Leave is given in a comment of the file's own kind, never silently::

    language: allow T06 "quotes the title of the law"      this line and the next
    language: quotation "policy document of 1996"          until `language: end`
    language: audience child                               the whole file is read by children
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from fanal.engines.language import readers
from fanal.engines.language.readers import Comment, Passage
from fanal.engines.language.rules import CORPUS, Patterns, Rules, Term, load, matches

_DIRECTIVE = re.compile(r"\blanguage:\s*(?P<verb>[a-z]+)\b(?P<rest>[^\n]*)")
_REASON = re.compile(r"""["“«]\s*(?P<reason>[^"”»]*\w[^"”»]*)["”»]""")
_ID = re.compile(r"\bT\d\d\b")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A term found. ``level`` is ``block`` or ``warn``; ``text`` what stands there, ``say`` what to say instead.

    ``term`` is an id of ``terminology.csv``, or ``leave`` for leave that is given wrongly. Lines count from 1.
    """

    file: str
    line: int
    term: str
    level: str
    text: str
    say: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level} {self.term} “{self.text}”: say instead: {self.say}"


@dataclass(slots=True)
class _Leave:
    """What the comments of a file allow, by line, and for whom the file is."""

    by_line: dict[int, set[str]] = field(default_factory=dict)
    quoted: list[tuple[int, int]] = field(default_factory=list)
    audience: str = ""
    wrong: list[Finding] = field(default_factory=list)

    def allows(self, finding: Finding, passage: Passage) -> bool:
        lines = {finding.line, passage.line} if passage.is_unit else {finding.line}
        named = any(finding.term in self.by_line.get(line, ()) for line in lines)
        return named or finding.term in passage.allowed or any(a <= finding.line <= b for a, b in self.quoted)


def check_text(text: str, language: str, *, rules: Rules | None = None, audience: str = "") -> list[Finding]:
    """All terms found in a text in ``language`` (a language without patterns gives none), in order.

    ``audience`` is ``child`` for texts that children or caregivers read. Titles of law are left alone.
    """
    return sorted(_found(Passage(text, 1, language, audience), "", rules or load()))


def check_path(path: Path, *, rules: Rules | None = None) -> list[Finding]:
    """All terms found in a file, by the rules of its kind (see ``readers``); raises ``readers.Unreadable``."""
    rules = rules or load()
    place = _place(path)
    if matches(place, rules.files):
        return []
    document = readers.read(path, rules.quotation_keys)
    leave = _leave(document.comments, str(path), rules, document.lines)
    audience = leave.audience or rules.audience_of(place)
    findings = leave.wrong
    for passage in document.passages:
        terms = _found(replace(passage, audience=passage.audience or audience), str(path), rules)
        findings += (f for f in terms if not leave.allows(f, passage) and not _at_home(rules.terms[f.term], place))
    return sorted(set(findings))


def _found(passage: Passage, file: str, rules: Rules) -> Iterator[Finding]:
    text = unicodedata.normalize("NFC", passage.text)
    titles = [match.span() for title in rules.titles.get(passage.language, ()) for match in title.finditer(text)]
    spans: list[tuple[int, int, Term]] = []
    for term in rules.terms.values():
        patterns = term.patterns.get(passage.language)
        if patterns and term.only in {"", passage.audience}:
            spans += ((a, b, term) for a, b in _spans(patterns, text) if not _inside(a, b, titles))
    for start, end, term in _longest(spans):
        line = passage.line + text.count("\n", 0, start)
        shown = " ".join(text[start:end].split())
        yield Finding(file, line, term.id, term.level, shown, term.say[passage.language], term.why)


def _spans(patterns: Patterns, text: str) -> Iterator[tuple[int, int]]:
    found = [match.span() for pattern in patterns.find for match in pattern.finditer(text)]
    if found:
        allowed = [match.span() for pattern in patterns.allowed for match in pattern.finditer(text)]
        yield from (span for span in found if not _inside(*span, allowed))


def _longest(spans: Iterable[tuple[int, int, Term]]) -> Iterator[tuple[int, int, Term]]:
    """Where one find lies in another, the longer says what is meant: one finding, not two."""
    end = -1
    for span in sorted(spans, key=lambda s: (s[0], -s[1], s[2].id)):
        if span[1] > end:
            yield span
            end = span[1]


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b for a, b in spans)


def _place(path: Path) -> Path:
    """The path as the globs of the rules see it: from the checkout or the working folder on, never what is above."""
    absolute = path.absolute()
    return next((absolute.relative_to(r) for r in (CORPUS.parent, Path.cwd()) if absolute.is_relative_to(r)), path)


def _at_home(term: Term, path: Path) -> bool:
    return matches(path, term.not_in)


def _leave(comments: Iterable[Comment], file: str, rules: Rules, lines: int) -> _Leave:
    leave = _Leave()
    opened: int | None = None
    for comment in comments:
        for match in _DIRECTIVE.finditer(comment.text):
            verb, rest = match["verb"], match["rest"]
            line = comment.line + comment.text.count("\n", 0, match.start())
            problem = _problem(verb, rest, rules, opened is not None)
            if problem:
                leave.wrong.append(Finding(file, line, "leave", "block", match[0].strip(), problem))
            elif verb == "allow":
                for covered in comment.covers:
                    leave.by_line.setdefault(covered, set()).update(_ID.findall(rest))
            elif verb == "audience":
                leave.audience = rest.split()[0]
            elif verb == "quotation":
                opened = line
            elif opened is not None:
                leave.quoted.append((opened, line))
                opened = None
    if opened is not None:
        leave.wrong.append(Finding(file, opened, "leave", "block", "language: quotation", "close it: language: end"))
        leave.quoted.append((opened, lines))
    return leave


def _problem(verb: str, rest: str, rules: Rules, is_open: bool) -> str:
    """What is wrong with leave, in words that help; empty where it is right."""
    unknown = set(_ID.findall(rest)) - set(rules.terms)
    checks = {
        "allow": [
            (not _ID.search(rest), "name the term, such as T06"),
            (bool(unknown), f"no such term rated avoid or caution: {', '.join(sorted(unknown))}"),
            (not _REASON.search(rest), "give the reason between quotation marks"),
        ],
        "quotation": [
            (not _REASON.search(rest), "name the source between quotation marks"),
            (is_open, "close the quotation before: language: end"),
        ],
        "end": [(not is_open, "no quotation is open")],
        "audience": [(rest.split()[:1] != ["child"], "audience child")],
    }
    if verb not in checks:
        return "allow, quotation, end or audience"
    return next((words for wrong, words in checks[verb] if wrong), "")
