"""Say what would have to be otherwise for a state, or for one route, to be open.

FACTS is a `fanal.facts/1` document, or a list of them; with a list the JSON is a list too. Each set of at most three
changes was tried: with it the route opens, without one of its parts it does not. A change is a fact, the law (a
reform), a decision of an authority, or time (what cannot be changed any more).
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.text import Text
from rich.tree import Tree

from fanal.engines.commanding import Group, Unusable, progress, say, say_json
from fanal.engines.jurisdiction.answer import Answer, Verdict
from fanal.engines.jurisdiction.cases import sentences
from fanal.engines.jurisdiction.cases.frame import FactsRefused
from fanal.engines.jurisdiction.command.common import add_corpus, law_day, load, show
from fanal.engines.jurisdiction.command.evaluate import LADDER, read
from fanal.engines.jurisdiction.deciding.changes import Change
from fanal.engines.jurisdiction.deciding.flips import FlipSet, NoSuchRoute, why_not
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Corpus

SENTENCES: Mapping[str, str] = {
    "flip.fact": "{fact} would be: {value}",
    "flip.protect_to": "{id} would protect to {to}, not to {value}",
    "flip.drop_leaf": "{id} would not ask for {op} ({value})",
    "flip.drop_exceptions": "{id} would have no exceptions",
    "flip.punish_attempt": "{id} would punish the attempt",
    "flip.punish_participation": "{id} would punish taking part",
    "flip.list_offence": "{id} would list {offence}",
    "flip.drop_threshold": "{id} would ask for no penalty of {months} months",
    "flip.waive_double_criminality": "{id} would not ask whether the act is an offence at its place",
    "flip.punish_at_place": "{state} would make the act an offence",
    "flip.place_unread": "{state} would punish the act: that law is not in the library",
    "flip.limitation_unread": "the time for {offence} would not be over: what the law says of it was not read",
    "flip.time_barred": "the time for {offence} would not be over",
    "flip.no_limitation": "{state} would have no limitation for {offence}",
    "flip.foreign_judgment_bars_no_more": "in {state} a judgment of another state would not bar",
    "flip.no_spousal_immunity": "in {state} marriage would give no immunity",
    "flip.waive_immunity": "the immunity would be waived",
    "flip.decision": "{kind} ({who}) would be decided in favour",
    "flip.drop_conditions": "{id} would ask for no decision of anybody",
    "flip.not_in_force": "{id} would have been in force at the act",
    "flip.not_established": "the wording of {id}, which was not read, would cover the act",
}


def add(commands: Group) -> None:
    parser = commands.add_command("why-not", __doc__, run)
    add_corpus(parser)
    parser.add_argument("facts", type=Path, metavar="FACTS", help="file of facts, YAML or JSON; - is stdin")
    parser.add_argument(
        "--as-of", type=law_day, required=True, metavar="DATE", help="the day of the answer, YYYY-MM-DD"
    )
    parser.add_argument("--state", required=True, metavar="XX", help="the state, or part of one, that is asked about")
    parser.add_argument("--route", metavar="OFFENCE/RULE", help="one route of it, such as de.176/de.j.7.2.1")
    parser.add_argument(
        "--min-review", choices=LADDER, default="drafted", help="law whose review stands below is not known"
    )


def run(args: argparse.Namespace) -> int:
    (told, listed), corpus = read(args.facts), load(args)
    with progress("looking for changes") as tell:
        answers = []
        for number, facts in enumerate(told, 1):
            answers.append(_found(corpus, facts, args))
            tell(number, len(told))
    if args.json:
        held = [_as_mapping(answer, sets, args) for answer, sets in answers]
        say_json(held if listed else held[0])
        return 0
    for answer, sets in answers:
        _print(answer, sets, args)
    return 0


def _found(corpus: Corpus, facts: Facts, args: argparse.Namespace) -> tuple[Answer, list[FlipSet]]:
    try:
        answer = evaluate(corpus, facts, args.as_of, min_review=args.min_review, states=[args.state], decide=False)
        return answer, why_not(corpus, facts, answer, args.route or args.state, min_review=args.min_review)
    except (FactsRefused, NoSuchRoute) as error:
        raise Unusable(f"{facts.where}: {error}") from None


def _as_mapping(answer: Answer, sets: list[FlipSet], args: argparse.Namespace) -> dict[str, Any]:
    return {
        "id": answer.id,
        "as_of": answer.as_of.isoformat(),
        "corpus_version": answer.corpus_version,
        "state": args.state,
        "route": args.route,
        "verdicts": {state.state: str(state.verdict) for state in answer.states},
        "sets": [
            {
                "state": flips.state,
                "offence": flips.offence,
                "rule": flips.rule,
                "verdict": str(flips.verdict),
                "changes": [_change(change) for change in flips.changes],
            }
            for flips in sets
        ],
        "notice": sentences.NOTICE,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "leaf": change.leaf,
        "text_key": change.text_key,
        "params": dict(change.params),
        "text": sentence(change),
    }


def sentence(change: Change) -> str:
    return SENTENCES[change.text_key].format_map(dict(change.params))


NO_SET = "No set of at most three changes opens it."


def _is_open(answer: Answer, args: argparse.Namespace) -> bool:
    """Whether the route, or the state, is open already, without a decision that somebody has to take."""
    offence, _slash, rule = (args.route or "").partition("/")
    routes = [one.verdict for one in answer.routes if (one.offence, one.rule) == (offence, rule)]
    return Verdict.OPEN in (routes if args.route else [one.verdict for one in answer.states])


def _print(answer: Answer, sets: list[FlipSet], args: argparse.Namespace) -> None:
    asked = args.route or args.state
    now = ", ".join(f"{state.state} {sentences.VERDICTS[state.verdict]}" for state in answer.states)
    tree = Tree(Text(f"{answer.id or 'Act'}, {asked}, as of {answer.as_of}: {now}", "bold"))
    for flips in sets:
        branch = tree.add(Text(f"{flips.offence} by {flips.rule} would be {sentences.VERDICTS[flips.verdict]}, if"))
        for change in flips.changes:
            branch.add(Text(f"[{change.kind}] {sentence(change)}"))
    show(tree)
    if not sets:
        say("It is open: nothing stands in the way." if _is_open(answer, args) else NO_SET)
    show(Text(sentences.NOTICE, "italic"))
