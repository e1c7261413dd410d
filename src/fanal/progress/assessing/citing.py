"""What an assessment rests on. A citation is kept only as it resolved: a provision that was law on that day, a page of
a document, a release or an observation that this room knows."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.justice import api as justice

MOST: Final = 12
_LONGEST: Final = 600
"""A source is kept as it was typed: shortened, it would be another one."""
type Citation = Mapping[str, str]
"""`kind`, `ref` (what was typed), `words` (what it is called), `url` and `mark` where there are any."""
type Resolver = Callable[[str], tuple[str, str] | None]
"""By its id: what it is called and where everybody reads it; None where there is no such thing."""
type Since = Callable[[list[str]], Mapping[str, str]]
"""What has to be known today of what was cited, by its `ref`."""
_resolvers: dict[str, Resolver] = {}
_since: dict[str, Since] = {}
_LINE = re.compile(r"^(law|release|observation)\s*:\s*([!-~]+)$", re.IGNORECASE)


def register(kind: str, resolver: Resolver, since: Since) -> None:
    """Let another concern of the room say how its things are cited, and what became of them: `release`,
    `observation`."""
    _resolvers[kind], _since[kind] = resolver, since


def resolve(lines: Iterable[str], as_of: date, now: datetime) -> list[dict[str, str]]:
    """What each line cites. Raises `NotNow` with every line that leads nowhere."""
    found, wrong = list[dict[str, str]](), list[str]()
    for line in dict.fromkeys(lines):
        try:
            found.append(_one(line, as_of, now))
        except NotNow as why:
            wrong.append(why.words)
    if wrong:
        raise NotNow(" ".join(wrong), "citations")
    if len(found) > MOST:
        raise NotNow(_("Name at most 12 sources: those that say it best."), "citations")
    return found


def _one(line: str, as_of: date, now: datetime) -> dict[str, str]:
    if typed := _LINE.match(line):
        kind, ref = typed[1].lower(), typed[2]
        return _of_law(ref, as_of, now) if kind == "law" else _known(kind, ref)
    title, _bar, rest = (part.strip() for part in line.partition("|"))
    page, _bar, url = (part.strip() for part in rest.partition("|"))
    if not title or not any(map(str.isdecimal, page)):
        said = _("“%(line)s” is no source yet: write title | page | address, such as Report 2024 | p. 12.")
        raise NotNow(said % {"line": line[:60]})
    if url and not re.match(r"https?://[^\s]+\.[^\s]+$", url):
        raise NotNow(_("“%(url)s” is no address of a page.") % {"url": url[:60]})
    if len(line) > _LONGEST:
        raise NotNow(
            _("“%(line)s…” is too long: write title, page and address in at most 600 signs.") % {"line": line[:60]}
        )
    return {"kind": "document", "ref": line, "words": f"{title}, {page}", "url": url, "mark": ""}


def _of_law(ref: str, as_of: date, now: datetime) -> dict[str, str]:
    code, _stroke, provision = ref.partition("/")
    match justice.cited(code, provision, as_of, now):
        case justice.Cited.ABSENT:
            raise NotNow(_("No provision %(ref)s is in the library.") % {"ref": ref[:60]})
        case justice.Cited.NOT_LAW:
            raise NotNow(_("%(ref)s was not law on that day. Choose another day, or another source.") % {"ref": ref})
        case stands:
            words, url = justice.cited_as(code, provision, now)
            mark = "repealed" if stands is justice.Cited.REPEALED else ""
            return {"kind": "law", "ref": f"law:{ref}", "words": words, "url": url, "mark": mark}


def _known(kind: str, ref: str) -> dict[str, str]:
    found = _resolvers[kind](ref) if kind in _resolvers else None
    if found is None:
        raise NotNow(_("No %(kind)s %(ref)s is here.") % {"kind": kind, "ref": ref[:60]})
    return {"kind": kind, "ref": f"{kind}:{ref}", "words": found[0], "url": found[1], "mark": ""}


def changed(kind: str, refs: list[str]) -> set[str]:
    """Those of which something has to be known that was not when they were cited."""
    return set(_since[kind](refs)) if refs and kind in _since else set()


def lines(citations: Iterable[Citation]) -> Iterator[str]:
    """The same as somebody typed them, to be looked at again one by one."""
    return (one["ref"] for one in citations)


def of_law(citations: Iterable[Citation]) -> set[tuple[str, str]]:
    """The provisions that are cited, by jurisdiction and id."""
    found = set()
    for one in citations:
        if one["kind"] == "law":
            code, _stroke, provision = one["ref"].removeprefix("law:").partition("/")
            found.add((code, provision))
    return found


def shown(citations: Any) -> list[tuple[str, str, str]]:
    """For a page: words, address, and what has to be known of it."""
    repealed, since = _("repealed since"), dict[str, str]()
    for kind, became in _since.items():
        if refs := [one["ref"] for one in citations if one["kind"] == kind]:
            since |= became(refs)
    return [(one["words"], one["url"], repealed if one["mark"] else since.get(one["ref"], "")) for one in citations]
