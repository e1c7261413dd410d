"""What a verification asks of people: the verifier looks, then the company answers."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.tourism.membership.duties import for_company
from fanal.tourism.models import Finding, Verification
from fanal.vocabulary.words import gettext_noop

LOOK: Final = clocks.register(
    clocks.DutyKind(
        "tourism_verify",
        gettext_noop("Verify a company"),
        timedelta(days=60),
        Target.role(Role.LOCAL_CODE_REPRESENTATIVE),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
        calendar=True,
    )
)
ANSWER: Final = for_company(
    "tourism_findings", gettext_noop("Answer what a verifier found at your company"), 30, remind=True
)
KINDS: Final = (LOOK, ANSWER)


def _owed(rows: Iterable[tuple[Verification, bool, UUID]]) -> Iterator[clocks.Owed]:
    for one, is_answered, office in rows:
        if one.ended_at is None and one.told_at is None:
            yield clocks.Owed(office, one.pk, (LOOK,), {"owner": Target.person(one.verifier_id)})
        elif one.ended_at is None and not is_answered:
            yield clocks.Owed(one.org_id, one.pk, (ANSWER,))


def follow(one: Verification, findings: Iterable[Finding], now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    office = network.person(one.verifier_id).org
    owed = list(_owed([(one, all(each.answered_at for each in findings), office)]))
    for kind in KINDS:
        if kind not in {kind for each in owed for kind in each.kinds}:
            clocks.stop(one.pk, kind, now=now)
    for each in owed:
        clocks.start(each.kinds[0], each.org, each.subject, now=now, **each.options)


@clocks.owes
def _owes(_now: datetime) -> Iterable[clocks.Owed]:
    rows = list(Verification.objects.filter(ended_at=None).select_related("membership", "verifier").order_by("pk"))
    found = Finding.objects.filter(verification__in=[one.pk for one in rows], answered_at=None)
    waiting = set(found.values_list("verification_id", flat=True))
    return _owed((one, one.pk not in waiting, one.verifier.org_id) for one in rows)
