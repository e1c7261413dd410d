"""Look for the reforms that close the most gaps, or for the smallest that close those of one country.

Of a family of scenarios (S1 travellers, S2 foreigners who live in a country, S3 expatriates, S4 online, S5 those who
arrange, S6 stateless persons) within a budget of ordinal costs; or of one country, all smallest sets of its reforms.
Each plan was put into the law and read again before it is shown. For members alone, never for publication.
"""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rich.table import Table
from rich.text import Text

from fanal.engines.commanding import Group, Unusable, progress, say, say_json
from fanal.engines.jurisdiction.cases import sentences
from fanal.engines.jurisdiction.command.common import add_corpus, law_day, load, show
from fanal.engines.jurisdiction.command.gaps import WARNING
from fanal.engines.jurisdiction.counting.predicates import world_states
from fanal.engines.jurisdiction.files import exporting
from fanal.engines.jurisdiction.model import Corpus, LimitationText, OffenceText, Provision
from fanal.engines.jurisdiction.parts.amending import cost
from fanal.engines.jurisdiction.reform.atoms import Atom, Patch
from fanal.engines.jurisdiction.reform.families import FAMILIES
from fanal.engines.jurisdiction.reform.plans import ReformPlan, best_reforms, country_reforms

BUDGET = 10
SENTENCES: Mapping[str, str] = {
    "law.reform.criminalise": "{state} makes an act of {profile} an offence against every child",
    "law.reform.nationality_and_residence": "{state} reaches its nationals and residents everywhere",
    "law.reform.extradite_or_prosecute": "{state} gives up or prosecutes whoever is found there",
    "law.reform.drop_double_criminality": "{state} no longer asks whether the place punishes the act",
    "law.reform.drop_threshold": "{state} no longer asks for a least penalty",
    "law.reform.ratify_and_implement": "{state} carries out the treaties: all these acts, and prosecution at home",
}


def add(commands: Group) -> None:
    parser = commands.add_command("reform", __doc__, run)
    add_corpus(parser)
    parser.add_argument(
        "--as-of", type=law_day, required=True, metavar="DATE", help="the day of the reforms, YYYY-MM-DD"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--state", metavar="XX", help="the smallest sets of reforms of this state")
    which.add_argument("--family", choices=tuple(FAMILIES), default="S1", help="scenarios (default: S1)")
    parser.add_argument(
        "--budget", type=int, default=BUDGET, metavar="N", help=f"sum of costs at most (default: {BUDGET})"
    )
    parser.add_argument(
        "--possible",
        action="store_true",
        help="count every gap where no route is known, not only those that are certain",
    )
    parser.add_argument("--profile", action="append", metavar="ID", help="this profile only; may be given again")


def run(args: argparse.Namespace) -> int:
    corpus = _narrowed(load(args), args.profile)
    if args.budget < 1:
        raise Unusable("a budget is at least 1")
    with progress("reading reformed law") as tell:
        options: dict[str, Any] = {"certain": not args.possible, "states": world_states(), "step": tell}
        try:
            if args.state:
                plans = country_reforms(corpus, args.state, args.as_of, **options)
            else:
                plans = [best_reforms(corpus, args.family, None, args.budget, as_of=args.as_of, **options)]
        except ValueError as error:
            raise Unusable(f"{error}; write the code of a country with a file, such as DE") from None
    plans = [plan for plan in plans if plan.atoms]
    if args.json:
        say_json(
            {"warning": WARNING, "plans": [as_mapping(plan, corpus) for plan in plans], "notice": sentences.NOTICE}
        )
    else:
        _print(plans, corpus)
    return 0


def _narrowed(corpus: Corpus, wanted: list[str] | None) -> Corpus:
    names = [profile.id for profile in corpus.profiles]
    if not names:
        raise Unusable("the corpus has no profiles; it needs a file with the schema fanal.profiles/1")
    for name in wanted or ():
        if name not in names:
            raise Unusable(f"there is no profile {name}; write one of {', '.join(names)}")
    return replace(corpus, profiles=tuple(one for one in corpus.profiles if not wanted or one.id in wanted))


def as_mapping(plan: ReformPlan, corpus: Corpus) -> dict[str, Any]:
    return {
        "families": list(plan.families),
        "as_of": plan.as_of.isoformat(),
        "certain": plan.certain,
        "cost": plan.cost,
        "gaps": plan.gaps,
        "closable": plan.closable,
        "closed": plan.closed,
        "bound": plan.bound,
        "bound_of_relaxation": plan.relaxed,
        "gap_to_bound": plan.gap,
        "atoms": [
            {
                "state": atom.state,
                "atom": str(atom.kind),
                "profile": atom.profile,
                "cost": cost(atom.kind, corpus.reform_costs),
                "reopened_without": weight,
                "text_key": atom.text_key,
                "text": sentence(atom),
            }
            for atom, weight in zip(plan.atoms, plan.reopened, strict=True)
        ],
        "patches": [_patch(patch) for patch in plan.patches(corpus)],
    }


def _patch(one: Patch) -> dict[str, Any]:
    return {
        "jurisdiction": one.jurisdiction,
        "atom": str(one.atom.kind),
        "profile": one.atom.profile,
        "added": [_provision(found) for found in one.added],
        "changed": [{"before": _provision(was), "after": _provision(now)} for was, now in one.changed],
    }


def _provision(found: Provision[Any]) -> dict[str, Any]:
    text = found.versions[0].text
    kinds = {OffenceText: "offence", LimitationText: "limitation"}
    return exporting.provision(kinds.get(type(text), "jurisdiction_rule"), found)


def sentence(atom: Atom) -> str:
    return SENTENCES[atom.text_key].format(state=atom.state, profile=atom.profile.replace("_", " "))


def _print(plans: list[ReformPlan], corpus: Corpus) -> None:
    show(Text(WARNING, "bold"))
    for number, plan in enumerate(plans, 1):
        show(Text(f"\nPlan {number} of {len(plans)}, {_summary(plan)}"))
        table = Table("Reform", "Cost", "Open again without it")
        for atom, weight in zip(plan.atoms, plan.reopened, strict=True):
            table.add_row(sentence(atom), str(cost(atom.kind, corpus.reform_costs)), f"{weight:,.0f}")
        for column in table.columns[1:]:
            column.justify = "right"
        show(table)
    if not plans:
        say("No gap of this kind that a reform looked at would close is known.")
    show(Text(sentences.NOTICE, "italic"))


def _summary(plan: ReformPlan) -> str:
    kind = "certain gaps" if plan.certain else "gaps where no route is known"
    return (
        f"{', '.join(plan.families)}: cost {plan.cost}, closes {plan.closed:,.0f} of {plan.gaps:,.0f} {kind} "
        f"({plan.closable:,.0f} can be closed; no plan of its kind closes more than {plan.bound:,.0f})"
    )
