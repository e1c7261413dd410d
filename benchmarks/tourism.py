"""Travel: scores of many firms, and duties of many posts, at once and one by one; pages and tables of a network.

Both ways must find the same. The plain loops run on a part, and are scaled. Columns are made beforehand, as a query of
the database gives them; memory is that of a process of its own.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from benchmarks.figures import Figure, best_of
from benchmarks.scene import Scene, scene
from fanal.site.console import Progress
from fanal.tourism.duties import library as laws
from fanal.tourism.duties import many as duties
from fanal.tourism.duties.evaluating import evaluate
from fanal.tourism.duties.model import Completion, Post, Rule, Site
from fanal.tourism.programmes.model import CriteriaSet, Criterion, Requirement, Scope, Status
from fanal.tourism.programmes.scope import Company
from fanal.tourism.scoring import many as scores
from fanal.tourism.scoring import rules
from fanal.tourism.scoring.model import Band, Basis, Evidence, State
from fanal.tourism.scoring.scoring import score

TITLE = "Travel: scores of firms, duties of posts, pages and tables"
ON = date(2026, 12, 1)
SIZES = ((1_000, 10, 1.0), (400, 100, 4.0))
"""Firms, sites of each, seconds that the design allows."""
POSTS, RULES, FEW_POSTS, FEW_FIRMS = 100_000, 20, 2_000, 50
FROM_HERE = "from benchmarks.tourism import in_a_process; in_a_process()"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is: firms with a hundred places each, places and posts of a table."""

    firms: int
    places: int
    posts: int


FULL, QUICK = Sizes(400, 40_000, 500_000), Sizes(20, 1_000, 5_000)


def run(databases: Sequence[str], step: Progress, *, quick: bool = False) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    plain = (_scores, _duties, _memory)
    parts = len(plain) + len(databases)
    figures: list[Figure] = []
    for done, measure in enumerate(plain):
        step(done, parts)
        figures += measure()
    for done, database in enumerate(databases, len(plain)):
        step(done, parts)
        with scene(database) as here:
            figures += _stored(database, here, QUICK if quick else FULL)
    step(parts, parts)
    return figures


def _stored(database: str, here: Scene, sizes: Sizes) -> list[Figure]:
    """What asks a database of the size of the network; SQLite may take twice the time of the design."""
    slack = 2 if database == "sqlite" else 1
    here.inside("tourism_volume.found", given={"firms": sizes.firms})
    pages, report = here.inside("tourism_volume.pages"), here.inside("tourism_volume.report")
    came = here.inside("tourism_volume.tables", given={"places": sizes.places, "posts": sizes.posts})
    figures = []
    for name, words, goal in (
        ("desk", f"desk of a representative, {sizes.firms} companies", 150), ("day", "… their My day", 150),
        ("register", "page of a code", 50), ("document", "register.json", 50), ("list", "the register", 50),
        ("tree", "places of a company with 5,000", None),
    ):  # fmt: skip
        one = pages[name]
        figures += [
            Figure(f"{database}: {words}, 95 of 100", one["p95"] * 1e3, "ms", goal and goal * slack),
            Figure(f"{database}: … queries", one["queries"], "", 13 if name == "desk" else None),  # 12, and the session
            Figure(f"{database}: … bytes", one["bytes"] / 1e3, "KB", 100 if name in {"tree", "desk"} else None),
        ]
    per_site, per_post = 20 * slack / 40_000, 120 * slack / 500_000
    return [
        *figures,
        Figure(f"{database}: a report of 1,000 places filled", report["begin"], "s", 2 * slack),
        Figure(f"{database}: {sizes.places:,} places by table", came["sites"], "s", sizes.places * per_site),
        Figure(f"{database}: … once more, nothing changed", came["sites_again"], "s"),
        Figure(f"{database}: {sizes.posts:,} posts by tables", came["posts"], "s", sizes.posts * per_post),
        Figure(
            f"{database}: a program sends 2,000 places of a company with {sizes.places:,}", came["piece_sites"], "s"
        ),
        Figure(f"{database}: … once more", came["piece_sites_again"], "s"),
        Figure(f"{database}: a program sends 2,000 posts beside {sizes.posts:,}", came["piece_posts"], "s"),
        Figure(f"{database}: … once more", came["piece_posts_again"], "s"),
        Figure(f"{database}: the process that took tables in, at its most", came["mb"], "MB"),
    ]


# ---- scores ----


def _criteria() -> CriteriaSet:
    """Fifty requirements in five criteria, half of them at each site."""
    made = []
    for number in range(1, 6):
        asked = [
            Requirement(
                f"C{number}.{at}", {"en": "x"}, Scope.SITE if at % 2 else Scope.COMPANY, True, 60, 12, ("reference",)
            )
            for at in range(1, 11)
        ]
        made.append(Criterion(number, {"en": "x"}, {"en": "x"}, 0.2, "own", tuple(asked)))
    return CriteriaSet("bench", Status.REVIEWED, criteria=tuple(made))


def _firms(firms: int, sites: int) -> list[Company]:
    places = tuple(f"s{at:03}" for at in range(sites))
    return [Company(frozenset({"accommodation"}), places) for _each in range(firms)]


def _columns(criteria: CriteriaSet, firms: int, sites: int) -> scores.Columns:
    """An entry for each firm, site and requirement, at random."""
    asked = scores.requirements(criteria)
    random = np.random.default_rng(1)
    by_site = np.array([one.scope is Scope.SITE for one in asked])
    company, requirement, site = (
        part.ravel() for part in np.meshgrid(range(firms), range(len(asked)), range(sites), indexing="ij")
    )
    kept = by_site[requirement] | (site == 0)
    company, requirement, site = company[kept], requirement[kept], site[kept]
    size = len(company)
    as_of = np.datetime64(ON, "D") - random.integers(0, 600, size).astype("m8[D]")
    until = as_of + random.integers(100, 800, size).astype("m8[D]")
    site = np.where(by_site[requirement], site, -1)
    level, basis = random.integers(0, 5, size), random.integers(0, 4, size)
    return scores.Columns(company, site, requirement, level, basis, as_of, until, np.zeros(size, "i8"))


def _states(criteria: CriteriaSet, told: scores.Columns, firms: Sequence[Company]) -> list[list[State]]:
    asked = scores.requirements(criteria)
    found: list[list[State]] = [[] for _each in firms]
    for at in range(len(told.company)):
        firm = firms[told.company[at]]
        found[told.company[at]].append(
            State(
                asked[told.requirement[at]].id, firm.sites[told.site[at]] if told.site[at] >= 0 else "",
                int(told.level[at]), list(Basis)[told.basis[at]], told.as_of[at].item(),
                (Evidence("x", True, told.until[at].item()),),
            )
        )  # fmt: skip
    return found


def _scores() -> list[Figure]:
    rule, criteria = rules.shipped()[rules.NEWEST], _criteria()
    figures = []
    for firms, sites, goal in SIZES:
        companies, told = _firms(firms, sites), _columns(criteria, firms, sites)
        spent = best_of(3, lambda c=companies, t=told: scores.scores(rule, "bench", criteria, c, t, ON))  # type: ignore[misc]
        figures.append(Figure(f"scores of {firms:,} firms × {sites} sites × 50 requirements, CPU", spent, "s", goal))
    companies = _firms(FEW_FIRMS, SIZES[0][1])
    told = _columns(criteria, FEW_FIRMS, SIZES[0][1])
    states = _states(criteria, told, companies)
    plain = best_of(
        3, lambda: [score(rule, "bench", criteria, c, s, ON) for c, s in zip(companies, states, strict=True)]
    )
    at_once = best_of(3, lambda: scores.scores(rule, "bench", criteria, companies, told, ON))
    found = scores.scores(rule, "bench", criteria, companies, told, ON)
    for at, one in enumerate(score(rule, "bench", criteria, c, s, ON) for c, s in zip(companies, states, strict=True)):
        if tuple(found.total[at]) != (one.bars.claimed, one.bars.supported, one.bars.verified):
            raise RuntimeError(f"firm {at}: both ways differ")
        if list(Band)[found.band[at]] is not one.band:
            raise RuntimeError(f"firm {at}: the bands differ")
    return [*figures, Figure(f"… over one by one, with its trace ({FEW_FIRMS} firms × 10 sites)", plain / at_once, "×")]


# ---- duties ----


def _rules() -> list[Rule]:
    """Twenty: those that ship, for one place and with approved courses, in turns."""
    some = [replace(one, jurisdiction="US", approved=frozenset({"a"})) for one in laws.shipped().rules]
    return [replace(some[at % len(some)], id=f"US.{at}") for at in range(RULES)]


def _people(number: int) -> tuple[list[Post], list[list[Completion]]]:
    random = np.random.default_rng(2)
    kinds, roles = (
        ("hotel", "airline", "motel", "hourly_lodging"),
        ("housekeeping", "reception", "cabin_crew", "manager"),
    )
    posts, passed = [], []
    for _each in range(number):
        kind, role, course = (int(x) for x in random.integers(0, 4, 3))
        start = ON - timedelta(int(random.integers(0, 900)))
        site = Site("US-FL", kinds[kind], int(random.integers(5, 200)), {"public_funds": True})
        posts.append(Post(site, roles[role], start, None, bool(random.integers(0, 2))))
        done = start + timedelta(int(random.integers(0, 500)))
        passed.append([Completion("abcd"[course], done, 30, True, True)] if random.integers(0, 2) else [])
    return posts, passed


def _duties() -> list[Figure]:
    asked = _rules()
    posts, passed = _people(POSTS)
    told = duties.columns(posts, passed)
    spent = best_of(3, lambda: duties.duties(asked, told, ON))
    some, done = posts[:FEW_POSTS], passed[:FEW_POSTS]
    few = duties.columns(some, done)

    def one_by_one() -> list[object]:
        return [evaluate(rule, who, had, ON) for rule in asked for who, had in zip(some, done, strict=True)]

    plain = best_of(2, one_by_one) / FEW_POSTS
    found = duties.duties(asked, few, ON)
    for at, rule in enumerate(asked):
        for place, (who, had) in enumerate(zip(some, done, strict=True)):
            one = evaluate(rule, who, had, ON)
            if (duties.KINDS[found.kind[at, place]], found.due[at, place].item()) != (one.kind, one.due):
                raise RuntimeError(f"{rule.id}, post {place}: both ways differ")
    return [
        Figure(f"duties of {POSTS:,} posts × {RULES} rules, CPU", spent, "s", 3),
        Figure(
            f"… over one by one, explained (scaled from {FEW_POSTS:,} posts)", plain * POSTS / spent, "×", 20, False
        ),
    ]  # fmt: skip


# ---- memory ----


def _memory() -> list[Figure]:
    made = subprocess.run([sys.executable, "-c", FROM_HERE], capture_output=True, text=True, check=True)
    told = json.loads(made.stdout)
    return [
        Figure("memory of a process that makes columns of 400 firms × 100 sites and scores them", told["most"], "MB")
    ]


def in_a_process() -> None:
    """Prints MB at most, while columns of the largest size are made and scored."""
    firms, sites, _goal = SIZES[1]
    criteria = _criteria()
    told = _columns(criteria, firms, sites)
    scores.scores(rules.shipped()[rules.NEWEST], "bench", criteria, _firms(firms, sites), told, ON)
    print(json.dumps({"most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}))
