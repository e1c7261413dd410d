"""The texts of statutes that lie in the corpus, by the source as which they were read, and what they contradict.

Each begins with its origin: `jurisdiction`, `source`, and the `official_source`, which is the address of the act. Most
of what is cited is not stored.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fanal.engines.jurisdiction.files.articles import Article, articles, complete, named, quoted, sha256
from fanal.engines.jurisdiction.files.authoring import Found, Spot
from fanal.engines.jurisdiction.model import Cite
from fanal.vocabulary.corpus import CORPUS

TEXTS = CORPUS / "law" / "texts"
_ORIGIN = re.compile(r"^(jurisdiction|source|official_source): *(\S+)$", re.MULTILINE)
_CITES = ("cite", "burden_cite")
type _Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One stored text: the source as which it was read, the official address of its act, its articles by number."""

    source: str
    address: str
    articles: Mapping[str, Article]


@cache
def _files() -> Mapping[Path, Mapping[str, str]]:
    """The stored texts with their origins."""
    heads = {path: path.read_text("utf-8").partition("\n---\n")[0] for path in sorted(TEXTS.glob("*.md"))}
    return {path: dict(_ORIGIN.findall(head)) for path, head in heads.items() if head.startswith("---\n")}


@lru_cache(maxsize=8)
def texts(jurisdiction: str) -> tuple[Text, ...]:
    """What is stored of one jurisdiction, in the order of its files: of one act, the later text last."""
    own = ((path, head) for path, head in _files().items() if head["jurisdiction"] == jurisdiction)
    return tuple(Text(head["source"], head["official_source"], articles(path.read_text("utf-8"))) for path, head in own)


def held(jurisdiction: str, source: str | None) -> Mapping[str, Article]:
    """The articles of a source that are stored, by number; none where its text is not."""
    return next((one.articles for one in texts(jurisdiction) if one.source == source), {})


def cited(jurisdiction: str, cite: Cite) -> list[Article]:
    """The articles that a citation names, as far as they are stored."""
    return named(held(jurisdiction, cite.source), cite.art)


def differing(law: Spot) -> Found:
    """Citations that the stored text of their source contradicts: its hash, or that the words stand there."""
    code = law.value["jurisdiction"]
    for path, cite in _cites(law.value, ()):
        found = held(code, cite.get("source"))
        if not found or not complete(found, art := cite["art"]):
            continue
        if "sha256" in cite and (now := sha256(found, art)) != cite["sha256"]:
            message = f"The text of {art} that is stored here has another hash: it is not the one that was read."
            yield law.error(
                "hash-differs", message, f"Compare the words; that of the stored text is {now}.", *path, "sha256"
            )
        if "quote" in cite and not quoted(found, art, cite["quote"]):
            message = f"The quotation does not stand in {art} of the text that is stored here."
            yield law.error("quote-not-found", message, "Quote it word for word, or mend the article.", *path, "quote")


def _cites(value: Any, path: _Steps) -> Iterator[tuple[_Steps, Mapping[str, Any]]]:
    """The citations of a document, with where they stand."""
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inside, dict) and key in _CITES:
            yield (*path, key), inside
        elif isinstance(inside, dict | list):
            yield from _cites(inside, (*path, key))
