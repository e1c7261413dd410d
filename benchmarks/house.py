"""The house below the rooms: an organisation founded by links, a concern handed over, a paper that is taken along.

Deeds are done inside one process, with open keys; the wire is left out. Queue, tables in and telling are measured by
`triage`, `tables` and `concerns`.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from benchmarks.figures import Figure
from benchmarks.inside import COUNTRY, actor, told
from benchmarks.scene import scene
from benchmarks.triage import counted
from fanal.site.console import Progress, start_django

TITLE = "The house: founding, handing over, papers"
_TIMES = 7
_ROWS = 1_000
_DEEDS = ("draft", "confirm", "accept")


def run(databases: Sequence[str], step: Progress) -> list[Figure]:
    """Each on every database, beside the goals of the issue."""
    figures: list[Figure] = []
    for at, database in enumerate(databases):
        with scene(database) as here:
            found = here.inside("house.measure")
        figures += [Figure(f"{database}: founding by link, one founder", found["found"], "s", 2)]
        for name in _DEEDS:
            figures.append(Figure(f"{database}: handover, {name}", found[name] * 1000, "ms"))
            figures.append(Figure(f"{database}: statements, {name}", found[f"{name}_sql"], ""))
        figures.append(Figure(f"{database}: a page of PDF/UA", found["pdf"], "s", 0.1))
        step(at + 1, len(databases))
    return figures


# ---- inside the installation ----


def measure(_given: Any) -> dict[str, float]:
    """Seconds: of a founder who gets ready, of a page; medians of deeds of a handover, with their statements."""
    start_django()
    now = datetime.now(UTC)
    return {"found": _founded(now), "pdf": _page(), **_handed_over(now)}


def _people(*people: tuple[str, tuple[str, ...]]) -> list[Any]:
    from fanal.network.contracts import Founder, Role

    return [Founder(name, name.title(), f"seven lanterns of {name}", tuple(map(Role, roles))) for name, roles in people]


def _organisation(name: str, kind: str, country: str, people: Sequence[Any], now: datetime) -> tuple[Any, ...]:
    """Its people with open keys, in order."""
    from fanal.network import accounts
    from fanal.network import api as network
    from fanal.network.contracts import OrgKind
    from fanal.network.models import Person

    made = network.organisations.found(name, OrgKind(kind), country, people, now, mandates=[country])
    rows = [Person.objects.select_related("org").get(username=one.username) for one in people]
    seeds = [accounts.seed_by_code(row, made.codes[row.username]) for row in rows]
    return tuple(network.open_actor(row, seed, now.date()) for row, seed in zip(rows, seeds, strict=True))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def _founded(now: datetime) -> float:
    """The slower of two founders: the second one's press founds all."""
    from fanal.network import api as network
    from fanal.network.contracts import NewOrg, OrgKind
    from fanal.network.founding import Called

    lead = ("key_keeper", "manager")
    sol, _other = _organisation("Secretariat", "secretariat", "XC", _people(("sol", lead), ("luna", lead)), now)
    new = NewOrg("Solano", OrgKind.MEMBER, "XD", ("XD",), ("en",), "UTC")
    links = network.founding.let_in(sol, new, [Called("Rosa", "rosa@a.example"), Called("Timo", "timo@a.example")], now)
    spent = []
    for token, name in zip(links, ("rosa", "timo"), strict=True):
        took, _made = _timed(partial(network.founding.get_ready, token, name, f"seven lanterns of {name}", now))
        spent.append(took)
    return max(spent)


def _handed_over(now: datetime) -> dict[str, float]:
    from fanal.concerns.content import PersonCountry
    from fanal.concerns.handovers import handovers, received
    from fanal.concerns.public.place import place_of
    from fanal.concerns.public.receive import receive
    from fanal.concerns.triage import adults
    from fanal.network import api as network
    from fanal.network.contracts import AgreementPurpose

    people = _people(("nils", ("intake_officer", "key_keeper")), ("oda", ("supervisor", "manager", "key_keeper")))
    nils, _oda = _organisation("Nordlys", "member", "XB", people, now)
    amara = actor("amara")
    days, purpose = (now.date(), now.date() + timedelta(days=300)), [AgreementPurpose.CONCERN_HANDOVER]
    made = network.agreements.propose(amara, nils.org, purpose, ["existence", "location", "story"], *days, now)
    network.agreements.sign(nils, made, now)
    spent: dict[str, list[float]] = {}
    statements: dict[str, int] = {}

    def of(name: str, work: Callable[[], Any]) -> Any:
        held: list[Any] = []
        took, number = _timed(lambda: counted(lambda: held.append(work())))
        spent.setdefault(name, []).append(took)
        statements[name] = number
        return held[0]

    place = place_of(COUNTRY, now)
    for number in range(_TIMES):
        concern = receive(told(place, number)).id
        adults.confirm(amara, concern, PersonCountry("XB", "lives_in", "papers_or_booking"), now)
        row = of("draft", lambda: handovers.draft(amara, concern, nils.org, uuid4(), now))  # noqa: B023
        preview = handovers.look(amara, concern, nils.org, now).preview
        assert preview is not None
        of("confirm", lambda: handovers.confirm(amara, row.pk, preview.hash, now))  # noqa: B023
        of("accept", lambda: received.accept(nils, row.pk, now))  # noqa: B023
    middle = {name: sorted(times)[_TIMES // 2] for name, times in spent.items()}
    return middle | {f"{name}_sql": number for name, number in statements.items()}


def _page() -> float:
    """Of a table of a thousand rows, once the press is warm."""
    from fanal.web.api import papers

    rows = [[str(number), "a few words of a row", "2026-11-29"] for number in range(_ROWS)]
    table = papers.Table(title="A table", columns=["Number", "Words", "Day"], rows=rows, mark="a mark", language="en")
    papers.made(table, papers.Form.PDF)
    took, content = _timed(lambda: papers.made(table, papers.Form.PDF))
    pages: int = content.count(b"/Type /Page") - content.count(b"/Type /Pages")
    return took / max(pages, 1)
