"""Put acts to the law: which states can prosecute, on what, until when, and what is not known.

FACTS is a `fanal.facts/1` document, or a list of them; with a list the JSON is a list too.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from fanal.engines.commanding import STDIN, Group, Unusable, content, progress, say
from fanal.engines.jurisdiction.answer import Answer, End, Needed, Node, Obstacle, Ref, Route, Verdict
from fanal.engines.jurisdiction.cases import ends, explain, sentences
from fanal.engines.jurisdiction.cases.frame import FactsRefused
from fanal.engines.jurisdiction.command.common import add_corpus, law_day, load, show
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.files.facts_checks import is_state
from fanal.engines.jurisdiction.files.facts_file import FactsError, read_facts
from fanal.engines.jurisdiction.model import Corpus
from fanal.engines.jurisdiction.values import Truth

LADDER = ("drafted", "checked", "reviewed")
MARKS = {Truth.T: "yes", Truth.F: "no", Truth.U: "not known"}


def add(commands: Group) -> None:
    parser = commands.add_command("evaluate", __doc__, run)
    add_corpus(parser)
    parser.add_argument("facts", type=Path, metavar="FACTS", help="file of facts, YAML or JSON; - is stdin")
    parser.add_argument(
        "--as-of", type=law_day, required=True, metavar="DATE", help="the day of the answer, YYYY-MM-DD"
    )
    parser.add_argument(
        "--state", action="append", metavar="XX",
        help="answer for this state only, with all its routes; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--min-review", choices=LADDER, default="drafted", help="law whose review stands below is not known"
    )
    parser.add_argument("--trees", action="store_true", help="with --json: the steps of every route too")


def run(args: argparse.Namespace) -> int:
    told, listed = read(args.facts)
    _check_states(args.state)
    corpus = load(args)
    with progress("evaluating") as tell:
        answers = []
        for number, facts in enumerate(told, 1):
            answers.append(_answer(corpus, facts, args))
            tell(number, len(told))
    if args.json:
        mappings = [explain.as_mapping(answer, trees=args.trees) for answer in answers]
        say(explain.canonical(mappings if listed else mappings[0]).decode())
        return 0
    for answer in answers:
        print_answer(answer)
    return 0


def read(path: Path) -> tuple[list[Facts], bool]:
    """The facts of a file, and whether they are a list; raises `Unusable` with all its defects."""
    given = content(path)
    try:
        found = read_facts(given, "stdin" if path == STDIN else path.name)
    except FactsError as error:
        raise Unusable("the facts cannot be used.\n" + "\n".join(map(str, error.defects))) from None
    return found, len(found) > 1 or _is_list(given.decode())


def _is_list(text: str) -> bool:
    """A list of one is still a list."""
    lines = text.lstrip("\ufeff \n").splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith(("#", "---", "%"))]
    return bool(kept) and kept[0].lstrip().startswith(("- ", "["))


def _answer(corpus: Corpus, facts: Facts, args: argparse.Namespace) -> Answer:
    try:
        return evaluate(corpus, facts, args.as_of, min_review=args.min_review, states=args.state)
    except FactsRefused as error:
        raise Unusable(f"{facts.where}: {error}") from None


def _check_states(states: list[str] | None) -> None:
    for state in states or ():
        if not is_state(state.partition("-")[0]):
            raise Unusable(f"there is no state {state}; write a code of two letters, such as DE, or of a part, GB-EAW")


# For readers.


def print_answer(answer: Answer) -> None:
    show(Text(f"\n{answer.id or 'Act'}, as of {answer.as_of}", "bold"), _states(answer))
    for state in answer.states:
        shown = [route for route in answer.routes if route.state == state.state and route.verdict is not Verdict.NONE]
        if shown:
            show(_routes(state.state, shown))
    reasons = [reason for state in answer.states for reason in state.reasons]
    reasons += [reason for route in _open(answer) for reason in route.reasons]
    facts, law = explain.unknowns(reasons)
    show(_listing("Not known in this case", facts), _listing("Not in our library", law))
    show(_listing("Practical obstacles and duties", [_obstacle(obstacle) for obstacle in answer.obstacles]))
    show(_listing("Ask next", answer.questions), _listing("What decides", _deciding(answer)))
    show(_listing("Assumed", [sentences.ASSUMPTIONS.get(assumption, assumption) for assumption in answer.assumptions]))
    show(Text(_coverage(answer)), Text(sentences.NOTICE, "italic"))


def _open(answer: Answer) -> list[Route]:
    return [route for route in answer.routes if route.verdict is Verdict.CANNOT_SAY]


def _states(answer: Answer) -> Table:
    table = Table("State", "Answer", "First way closes", "Last way closes", "Note")
    for one in answer.states:
        note = sentences.NOTES.get(one.note.partition(":")[0], one.note)
        table.add_row(
            one.state,
            sentences.VERDICTS[one.verdict],
            _end(one.first_end),
            _end(one.last_end),
            "; ".join([*filter(None, [note]), *map(sentences.unless, one.unless)]),
        )
    return table


def _end(end: End) -> str:
    if end.none:
        return "no limitation"
    return str(end.day) if end.day else "not known" if end.route else ""


def _routes(state: str, routes: Iterable[Route]) -> Tree:
    """Best routes first: an open one with every step, the others with the steps that are not met."""
    tree = Tree(Text(state, "bold"))
    for route in sorted(routes, key=lambda one: ends.followed(ends.way(one))):
        branch = tree.add(Text("; ".join(_headline(route))))
        for needed in route.conditions:
            branch.add(Text(f"needed: {condition(needed)}"))
        for defence in route.unless:
            branch.add(Text(sentences.unless(defence)))
        for node in route.tree.children:
            _grow(branch, node, whole=route.verdict in ends.OPEN)
        branch.add(Text("provisions: " + "; ".join(map(_provision, route.provisions))))
    return tree


def _headline(route: Route) -> Iterator[str]:
    yield f"{route.offence} by {route.rule} ({route.basis}): {sentences.VERDICTS[route.verdict]}"
    if route.limit.earliest:
        yield f"act by {route.limit.earliest}"
    if route.limit.none:
        yield "no limitation"
    if route.needs_expert:
        yield "needs an expert"


def _provision(ref: Ref) -> str:
    return f"{ref.id} {sentences.article(ref)} [{ref.source or 'no text read'}, {ref.review.status}]"


def condition(needed: Needed) -> str:
    words = sentences.CONDITIONS[needed.kind].format(who=needed.who.replace("_", " "))
    return f"{words} ({needed.status.replace('_', ' ')})"


def _grow(branch: Tree, node: Node, *, whole: bool) -> None:
    if not whole and node.value.is_true:
        return
    cite = f" [{sentences.article(node.ref)}]" if node.ref and node.ref.art else ""
    why = f": {', '.join(sorted(node.value.reasons))}" if node.value.reasons and not node.children else ""
    grown = branch.add(Text(f"{sentences.sentence(node)}{cite}: {MARKS[node.value.truth]}{why}"))
    for child in node.children:
        _grow(grown, child, whole=whole)


def _listing(title: str, lines: Iterable[str]) -> Text:
    found = list(lines)
    return Text("\n".join([f"\n{title}:", *(f"  {line}" for line in found)])) if found else Text("")


def _obstacle(one: Obstacle) -> str:
    words = sentences.filled(one.text_key, one.params)
    why = f" ({', '.join(sorted(one.value.reasons))})" if one.value.reasons else ""
    return f"{one.state}: {words}{f' ({one.duty})' if one.duty else ''}{why}"


def _deciding(answer: Answer) -> Iterator[str]:
    for one in answer.decisive:
        yield f"{one.fact}: {one.one[0]} gives {one.one[1]}, {one.other[0]} gives {one.other[1]}"


def _coverage(answer: Answer) -> str:
    held = answer.coverage
    missing = f" No file: {', '.join(held.missing)}." if held.missing else ""
    review = f" Lowest review used: {held.lowest_review}." if held.lowest_review else ""
    return f"\n{held.looked_at} jurisdictions were looked at.{missing}{review}"
