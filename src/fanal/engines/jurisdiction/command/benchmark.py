"""Measure the law of a state, as written, against the checklist of 48 items.

It speaks of law, not of practice. Unknown is never counted as "no": each group has an interval from what is known to
what may be. `--item` opens one item down to its tests, provisions and the fields that nobody filled.
"""

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from rich.table import Table
from rich.tree import Tree

from fanal.engines.commanding import Group, Unusable, say, say_json
from fanal.engines.jurisdiction.benchmark import standards
from fanal.engines.jurisdiction.benchmark.binding import Binding, binding_for
from fanal.engines.jurisdiction.benchmark.checklist import Item, Standards, StandardsError
from fanal.engines.jurisdiction.benchmark.exam import TestResult
from fanal.engines.jurisdiction.benchmark.standards import ItemResult, Score
from fanal.engines.jurisdiction.cases import sentences
from fanal.engines.jurisdiction.command.common import add_corpus, law_day, load, show
from fanal.engines.jurisdiction.command.item_words import sentence
from fanal.engines.jurisdiction.files.facts_checks import is_place
from fanal.engines.jurisdiction.model import NO_STATE, Corpus
from fanal.engines.jurisdiction.values import Truth

WORDS = {
    "yes": "yes", "partial": "partial", "no": "no", "no_data": "no data", "not_assessed": "not assessed", "n_a": "n/a",
}  # fmt: skip
MARKS = {Truth.T: "yes", Truth.F: "no", Truth.U: "not known"}
NOTICE = "Law as written, not practice. Information for professionals, not legal advice; no state is ranked by it."


def add(commands: Group) -> None:
    parser = commands.add_command("benchmark", __doc__, run)
    add_corpus(parser)
    parser.add_argument("state", metavar="XX", help="a state or a part with its own criminal law: DE, GB-EAW")
    parser.add_argument("--on", type=law_day, metavar="DATE", help="the day of the law, YYYY-MM-DD; today if not given")
    parser.add_argument("--item", metavar="ITEM", help="one item with all its tests: A1 to D8, or A23")


def run(args: argparse.Namespace) -> int:
    if not is_place(args.state) or args.state == NO_STATE:
        raise Unusable(f"{args.state!r} is neither a state nor a part of one; write a code such as DE or GB-EAW.")
    measure, corpus = _standards(), load(args)
    on = args.on or datetime.now(UTC).date()
    results = standards.benchmark(corpus, args.state, on, measure, outside=bool(args.item))
    chosen = _chosen(results, measure, args.item)
    bindings = [binding_for(corpus, measure, args.state, result.item, on) for result in chosen]
    if args.json:
        say_json(_json(results, chosen, bindings, measure))
    elif args.item:
        _print_item(measure.items[chosen[0].item], chosen[0], bindings[0])
    else:
        _print_all(corpus, measure, chosen, bindings)
    return 0


def _standards() -> Standards:
    try:
        return standards.shipped()
    except StandardsError as error:
        raise Unusable(f"the standards cannot be used.\n{error}") from None


def _chosen(results: list[ItemResult], measure: Standards, item: str | None) -> list[ItemResult]:
    if item is None:
        return results
    wanted = f"law.{item.upper().removeprefix('LAW.')}"
    if wanted not in measure.items:
        raise Unusable(f"{item!r} is no item; write A1 to D8, or A23.")
    return [result for result in results if result.item == wanted]


def _json(
    results: Iterable[ItemResult], chosen: list[ItemResult], bindings: list[Binding], measure: Standards
) -> dict[str, Any]:
    counted = [result for result in results if not measure.items[result.item].outside]
    first = chosen[0]
    items = [
        {
            **standards.result_json(result),
            "title": measure.items[result.item].title,
            "articles": [str(place) for place in measure.items[result.item].places],
            "force": measure.items[result.item].force,
            "binding": binding.force,
            "binding_unknown": sorted(binding.value.reasons),
        }
        for result, binding in zip(chosen, bindings, strict=True)
    ]
    groups = {name: standards.score_json(scores) for name, scores in standards.group_scores(counted).items()}
    return {
        "jurisdiction": first.jurisdiction,
        "on": first.on.isoformat(),
        "checklist_version": first.checklist_version,
        "corpus_version": first.corpus_version,
        "groups": groups,
        "items": items,
        "notice": NOTICE,
    }


# For people


def _print_all(corpus: Corpus, measure: Standards, results: list[ItemResult], bindings: list[Binding]) -> None:
    first = results[0]
    law = corpus.laws.get(first.jurisdiction)
    name = law.names.get("en", "") if law else "no file in the library"
    say(f"{first.jurisdiction} {name}, law of {first.on}, checklist {first.checklist_version}")
    show(_groups(measure, results), _items(measure, results, bindings))
    say(NOTICE)


def _groups(measure: Standards, results: list[ItemResult]) -> Table:
    table = Table("Group", "Holds", "At least in part", "Yes", "Partial", "No", "Unknown", "n/a", "Known")
    for name, found in standards.group_scores(results).items():
        counts = map(str, (found.yes, found.partial, found.no, found.unknown, found.not_applicable))
        known = f"{found.known} of {found.applicable}"
        table.add_row(
            f"{name} {measure.groups[name]}", _range(found, whole=True), _range(found, whole=False), *counts, known
        )
    return table


def _range(found: Score, *, whole: bool) -> str:
    low, high = standards.percent(found.whole if whole else found.in_part)
    return f"{low} to {high} %"


def _items(measure: Standards, results: list[ItemResult], bindings: list[Binding]) -> Table:
    table = Table("Item", "The law ...", "State", "For this state", "Tests: yes, no, not known")
    for result, binding in zip(results, bindings, strict=True):
        item = measure.items[result.item]
        truths = [test.value.truth for test in result.tests]
        counts = ", ".join(str(truths.count(truth)) for truth in (Truth.T, Truth.F, Truth.U))
        table.add_row(item.code, item.title, _state(result), _force(binding), counts)
    return table


def _state(result: ItemResult) -> str:
    state = WORDS[result.state]
    if result.stale_since and result.last_state:
        return f"{state} (stale since {result.stale_since}, was {WORDS[result.last_state]})"
    return f"{state} (unreviewed)" if result.unreviewed and result.provisions else state


def _force(binding: Binding) -> str:
    return "reference, binding not known" if binding.value.is_unknown else binding.force


def _print_item(item: Item, result: ItemResult, binding: Binding) -> None:
    tree = Tree(f"{item.code} The law of {result.jurisdiction} {item.title}: {_state(result)}")
    if item.note:
        tree.add(item.note)
    articles = tree.add(f"Articles, for this state: {_force(binding)}")
    for duty in binding.obligations:
        kept = (
            ", kept out by a reservation" if duty.kept_out else ", narrowed by a reservation" if duty.narrowed else ""
        )
        reasons = f" ({', '.join(sorted(duty.value.reasons))})" if duty.value.is_unknown else ""
        articles.add(
            f"{duty.place} [{duty.place.force}] binds: {MARKS[duty.value.truth]}{kept}{reasons}".replace("[", "\\[")
        )
    _add_tests(tree.add("Tests"), result.tests)
    if result.shown:
        _add_tests(tree.add("Shown, not counted"), result.shown)
    show(tree)
    say(NOTICE)


def _add_tests(tree: Tree, tests: Iterable[TestResult]) -> None:
    for test in tests:
        branch = tree.add(f"{MARKS[test.value.truth]}: {sentence(test)}")
        if test.parts:
            _add_tests(branch, test.parts)
            continue
        for reason in sorted(test.value.reasons):
            branch.add(f"not in our library: {reason.removeprefix('law:')}")
        for ref in test.provisions:
            branch.add(f"{ref.id}  {sentences.article(ref)}  {sentences.days(ref.version)}  {ref.review.status}")
