"""Other criteria: what of the plan of a company goes on, by the same requirement or by what replaces it."""

from datetime import date, datetime, timedelta

from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.models import Action, Membership
from fanal.tourism.plans import plans
from fanal.tourism.programmes.comparing import Difference, difference
from fanal.tourism.programmes.model import CriteriaSet
from fanal.tourism.said import said

_LONGEST = 500


def newer(row: Membership, on: date) -> CriteriaSet | None:
    """The criteria by which companies join now, where a membership is by others."""
    current = known.of(row).current(on)
    return current if current is not None and current.version != row.criteria else None


def until(row: Membership, after: CriteriaSet) -> date | None:
    """The last day of the time in which a company goes over to criteria."""
    return after.valid_from and after.valid_from + timedelta(days=known.of(row).clocks.transition)


def compared(row: Membership, after: CriteriaSet) -> Difference:
    """What is the same, and what is not."""
    return difference(known.criteria(row), after)


def carry(actor: Actor, row: Membership, after: CriteriaSet, now: datetime) -> list[Action]:
    """Have the actions of a company serve what stands in the place of what they served. What nobody asks for any more
    stays as the company's own. In the transaction of the deed that changes the criteria. Raises `NotAllowed`."""
    plans.hold(row.org_id)
    before = known.criteria(row)
    found = difference(before, after)
    changed = []
    for one in Action.objects.filter(org_id=row.org_id, ended_on=None):
        old = one.requirements.get(row.programme)
        if not old:
            continue
        new = list(dict.fromkeys(to for name in old for to in found.carried(name)))
        one.requirements = {code: names for code, names in one.requirements.items() if code != row.programme}
        if new:
            one.requirements[row.programme] = new
        elif not one.requirements and not one.text:
            gone = [asked for name in old if (asked := before.requirement(name))]
            one.text = " ".join(said(asked.text) for asked in gone)[:_LONGEST]
        one.version += 1
        changed.append(one)
    Action.objects.bulk_update(changed, ["requirements", "text", "version"], batch_size=500)
    plans.tell(actor, changed, plans.PLAN, now)
    row.criteria = after.version
    return changed
