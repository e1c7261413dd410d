"""Compare a statute with what the provisions of a jurisdiction cite of it.

FILE is the statute as Markdown, one heading an article. Each citation with a hash whose articles the file holds is
compared: "text changed, review again" where the words are not those that were read, "quotation not found" where a
quotation is gone. Provisions are never edited. With `--hash` the hashes to be written as `cite.sha256` are listed.
By default the versions in force without an end are compared; `--source` compares those read in one source. A version
that quotes another source than it was read in shows no quotation, and is listed.
"""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.table import Table

from fanal.engines.commanding import Group, Unusable, content, say, say_json
from fanal.engines.jurisdiction.command.common import add_corpus, load, show
from fanal.engines.jurisdiction.files.articles import Article, articles, complete, named, quoted, sha256
from fanal.engines.jurisdiction.files.extracts import citations
from fanal.engines.jurisdiction.model import Cite, Edge, Law, Version

type Cited = tuple[str, str | None, Cite]
"""Who cites, the source in which the wording was read, and what."""


def add(commands: Group) -> None:
    parser = commands.add_command("import-check", __doc__, run)
    add_corpus(parser)
    parser.add_argument("jurisdiction", metavar="J", help="code of the jurisdiction, such as DE")
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the statute as Markdown, one heading an article; - is stdin"
    )
    parser.add_argument("--source", metavar="KEY", help="only what was read in this source of the jurisdiction's file")
    parser.add_argument("--hash", action="store_true", help="list the hash of what each citation names in FILE")


def run(args: argparse.Namespace) -> int:
    corpus = load(args)
    if args.jurisdiction not in corpus.laws:
        raise Unusable(f"there is no law of {args.jurisdiction} in this corpus; it has {', '.join(corpus.laws)}")
    law = corpus.laws[args.jurisdiction]
    if args.source and args.source not in law.sources:
        raise Unusable(f"{law.jurisdiction} has no source {args.source!r}; it has {', '.join(law.sources)}")
    read = articles(_read(args.file))
    if not read:
        raise Unusable(f"{args.file} has no heading that names an article")
    rows = list(_rows(law, read, args.source, hashes=args.hash))
    if args.json:
        say_json(rows)
    else:
        _show(rows, hashes=args.hash)
    return int(any(row["state"] in {"changed", "quote_not_found"} for row in rows) and not args.hash)


def cites(law: Law, source: str | None) -> Iterator[Cited]:
    """What the provisions of a file cite: of one source, or in versions that have no end."""
    for name, part, cite in citations(law):
        version = part if isinstance(part, Version) else None
        read = version.source if version and cite is version.cite else cite.source  # a defence may stand elsewhere
        if read == source if source else _may_hold(version.end if version else None):
            yield name, read, cite


def _may_hold(end: Edge | None) -> bool:
    return end is None or end.by is None


def _rows(law: Law, found: Mapping[str, Article], source: str | None, *, hashes: bool) -> Iterator[dict[str, str]]:
    seen = set()
    for who, read_in, cite in cites(law, source):
        if (who, cite) in seen or not (now := sha256(found, cite.art)):
            continue
        seen.add((who, cite))
        row = {"id": who, "art": cite.art, "source": read_in or "", "articles": _numbers(found, cite), "sha256": now}
        other = bool(source) and cite.source != source
        yield row | {"state": "hash" if hashes else "elsewhere" if other else _state(found, cite, now)}


def _state(found: Mapping[str, Article], cite: Cite, now: str) -> str:
    if cite.quote and not quoted(found, cite.art, cite.quote):
        return "quote_not_found"
    if not cite.sha256:
        return "no_hash"
    if cite.sha256 == now:
        return "same"
    return "changed" if complete(found, cite.art) else "partly"


def _numbers(found: Mapping[str, Article], cite: Cite) -> str:
    return ", ".join(article.number for article in named(found, cite.art))


WORDS = {
    "changed": "text changed, review again",
    "quote_not_found": "quotation not found, review again",
    "same": "the same words",
    "partly": "the file holds only a part of what is cited",
    "no_hash": "no hash was kept",
    "elsewhere": "quotes another state of the text; answers about these days show no quotation",
}


def _show(rows: list[dict[str, str]], *, hashes: bool) -> None:
    table = Table("Provision", "Cited", "Articles", "cite.sha256" if hashes else "Result", box=None)
    for row in rows:
        table.add_row(row["id"], row["art"], row["articles"], row["sha256"] if hashes else WORDS[row["state"]])
    show(table)
    if not hashes:
        changed = sum(row["state"] in {"changed", "quote_not_found"} for row in rows)
        say(f"{len(rows)} citations compared, {changed} to review again.")


def _read(path: Path) -> str:
    try:
        return content(path).decode()
    except UnicodeDecodeError:
        raise Unusable(f"{path} is not UTF-8") from None
