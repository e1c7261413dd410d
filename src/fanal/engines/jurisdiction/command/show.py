"""Show what the corpus holds: all jurisdictions, one, or one provision.

A provision is shown with its versions: since when each holds, what it says, in which source it was read, the words that
are quoted, and how far it was reviewed. With `--json` the compiled form, with provenance, temporal characteristics and
alternatives in the sense of LegalRuleML.
"""

import argparse
import json
from typing import Any

from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from fanal.engines.commanding import Group, Unusable, say, say_json
from fanal.engines.jurisdiction.command.common import add_corpus, load, show
from fanal.engines.jurisdiction.files import exporting
from fanal.engines.jurisdiction.model import Cite, Corpus, Law, Provision, ReviewStatus, Source, Version

LADDER = tuple(ReviewStatus)
FEW = 4
"""Offences that a line of a table names one by one."""


def add(commands: Group) -> None:
    parser = commands.add_command("show", __doc__, run)
    add_corpus(parser)
    parser.add_argument("jurisdiction", nargs="?", metavar="J", help="code of a jurisdiction, such as DE")
    parser.add_argument("id", nargs="?", metavar="ID", help="id of a provision, such as de.j.5.8.nat")


def run(args: argparse.Namespace) -> int:
    corpus = load(args)
    if args.jurisdiction is None:
        return _corpus(corpus, as_json=args.json)
    if args.jurisdiction not in corpus.laws:
        raise Unusable(f"there is no law of {args.jurisdiction} in this corpus; it has {', '.join(corpus.laws)}")
    law = corpus.laws[args.jurisdiction]
    if args.id is None:
        return _law(corpus, law, as_json=args.json)
    named = [(kind, provision) for kind, provision in exporting.provisions(law) if provision.id == args.id]
    if not named:
        raise Unusable(
            f"{law.jurisdiction} has no provision {args.id!r}; `fanal law show {law.jurisdiction}` lists all"
        )
    return _provision(corpus, law, *named[0], as_json=args.json)


def _corpus(corpus: Corpus, *, as_json: bool) -> int:
    if as_json:
        laws = {code: exporting.law(law) for code, law in corpus.laws.items()}
        say_json({"corpus_version": corpus.version, "laws": laws})
        return 0
    table = Table("", "Jurisdiction", "Offences", "Rules", "Limitation", "Not entered", "Lowest review", box=None)
    for code, law in corpus.laws.items():
        counts = (law.offences, law.rules, law.limitation, law.not_entered)
        table.add_row(code, escape(law.names["en"]), *(str(len(part)) for part in counts), _lowest(law))
    show(table)
    say(f"{len(corpus.laws)} jurisdictions. Corpus {corpus.version}.")
    return 0


def _lowest(law: Law) -> str:
    statuses = [version.review.status for _kind, one in exporting.provisions(law) for version in one.versions]
    return min(statuses, key=LADDER.index).value if statuses else ""


def _law(corpus: Corpus, law: Law, *, as_json: bool) -> int:
    if as_json:
        say_json({"corpus_version": corpus.version, **exporting.law(law)})
        return 0
    table = Table("Provision", "About", "Article", "Versions", "Review", "Expert", box=None)
    for _kind, provision in exporting.provisions(law):
        last = provision.versions[-1]
        article = last.cite.art if last.cite else ""
        expert = "asked" if any(version.review.needs_expert for version in provision.versions) else ""
        row = (provision.id, _about(last), article, str(len(provision.versions)), last.review.status.value, expert)
        table.add_row(*map(escape, row))
    show(table)
    for missing in law.not_entered:
        say(f"Not entered: {missing.art} ({', '.join(sorted(missing.covers))}): {missing.why}")
    return 0


def _about(version: Version[Any]) -> str:
    text = version.text
    if hasattr(text, "covers"):
        return ", ".join(sorted(text.covers))
    offences = "all offences" if text.offences is None else ", ".join(sorted(text.offences))
    if text.offences and len(text.offences) > FEW:
        offences = f"{len(text.offences)} offences"
    return f"{text.basis.value}: {offences}" if hasattr(text, "basis") else offences


def _provision(corpus: Corpus, law: Law, kind: str, provision: Provision[Any], *, as_json: bool) -> int:
    if as_json:
        sources = {version.source or "" for version in provision.versions} & set(law.sources)
        held = {key: exporting.source(law.sources[key]) for key in sorted(sources)}
        say_json({"corpus_version": corpus.version, "sources": held, **exporting.provision(kind, provision)})
        return 0
    tree = Tree(f"{provision.id}: {kind.replace('_', ' ')} of {escape(law.names['en'])} ({escape(provision.where)})")
    for version in provision.versions:
        branch = tree.add(exporting.span(version))
        for line in _lines(law, version):
            branch.add(escape(line))
    show(tree)
    return 0


def _lines(law: Law, version: Version[Any]) -> list[str]:
    """What one version says, one line a field, then where it was read and by whom."""
    said = {} if version.unknown else exporting.plain(version.text)
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in said.items()
        if value not in (None, [], {})
    ]
    if version.unknown:
        lines.append("There was law; its wording is not established.")
    source = law.sources.get(version.source or "")
    lines.append(f"Read in: {_source(source)}" if source else "Read in no text.")
    if version.cite and not version.unknown:
        lines.append(f"Article: {version.cite.art}{_elsewhere(version, version.cite)}")
    review = {name: value for name, value in exporting.plain(version.review).items() if value not in (None, False)}
    lines.append(
        "Review: " + ", ".join(f"{name} {value}" if name != "status" else value for name, value in review.items())
    )
    return [*lines, *([f"Note: {version.note}"] if version.note else [])]


def _elsewhere(version: Version[Any], cite: Cite) -> str:
    """The words that are quoted, and the source of the citation where it is not that of the version."""
    words = f": “{cite.quote}”" if cite.quote else ""
    return words + (f" (in {cite.source})" if cite.source != version.source else "")


def _source(source: Source) -> str:
    state = source.stand or (source.version_date.isoformat() if source.version_date else "no date")
    return f"{source.title} [{source.key}], {state} {source.url}".rstrip()
