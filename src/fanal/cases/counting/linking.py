"""The list of children for a count over several lists, out of files: six facts of each child who agreed to it, in the
memory of one request of somebody whose keys open the files (docs/cases.md, "What is counted"; docs/linkage.md)."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, ask, may, open_record, stated, visible
from fanal.cases import ground
from fanal.cases.access_terms import case_ref, child_ref
from fanal.cases.codes import Standing, Status
from fanal.cases.files import ledger
from fanal.cases.models import CareLink, Case, Child
from fanal.cases.policy import LINK
from fanal.engines.linkage.api import ChildRow, LinkageError
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, RecipientCategory
from fanal.vocabulary.results import Answer

MOST: Final = 1000
"""So many files are opened in one request (own)."""
RESEARCH: Final = ground.Recipient(RecipientCategory.RESEARCHER)
_SEX: Final = {"female": "f", "male": "m", "intersex": "x"}


def may_list(actor: Actor) -> Answer:
    """Whether somebody makes such a list: a supervisor with the clearances of content."""
    return may(actor, LINK)


def rows(actor: Actor, first: date, last: date, now: datetime) -> tuple[ChildRow, ...]:
    """The children who were harmed, whose file was opened in a time and who agreed to be counted over several lists.
    Not on it: whoever took that back or does not want to be counted, whose name is hidden, and whose file is for named
    people only, or cannot be read. Raises `NotAllowed`, `NotNow` where there are too many."""
    ask(actor, LINK)
    files = visible(actor, Case.objects.filter(opened_on__range=(first, last), restricted=False))
    files = files.exclude(status=Status.VOID).select_related("child").order_by("opened_on", "pk")
    if files.count() > MOST:
        raise NotNow(_("These are too many files for a page. Encode the list with “fanal link”."))
    found: dict[UUID, ChildRow] = {}
    for case in files:
        if case.child_id not in found and may(actor, LINK, case) and stated.stands(case):
            row = _of(actor, case, now)
            found |= {case.child_id: row} if row is not None else {}
    return tuple(found[one] for one in sorted(found))


def _of(actor: Actor, case: Case, now: datetime) -> ChildRow | None:
    """The row of one child; none where it does not belong on the list."""
    how: dict[str, Any] = {"purpose": AccessPurpose.QUALITY_CHECK, "now": now, "thing": case}
    with open_record(actor, case_ref(case), LINK, **how) as of_case:
        work = of_case.try_read(case, "personal")
    if work is None or work.standing != Standing.VICTIM:
        return None
    with open_record(actor, child_ref(case.child), LINK, **how) as of_child:
        child = case.child
        if not of_child.holds(child) or child.protected_name or not _agreed(of_child, child, now):
            return None
        who, about = of_child.try_read(child, "identity"), of_child.try_read(child, "personal")
        return _row(who, about, _mother(of_child, child), case) if who is not None and about is not None else None


def _agreed(of_child: Opened, child: Child, now: datetime) -> bool:
    grounds = ledger.read(of_child, child)
    return bool(ground.allows(grounds, ground.Use.LINK, RESEARCH, (), now)) and not ground.opted_out(grounds, now)


def _row(who: Any, about: Any, mother: str, case: Case) -> ChildRow | None:
    """As it stands in a list that is pasted: names as one text. Where no birthday is known, the year follows from the
    age on the day on which the file was opened. None where somebody has no name."""
    names = " ".join(filter(None, (who.given_name, who.middle_name, who.family_name)))
    year, _dash, rest = (who.birth_date or "").partition("-")
    if not names:
        return None
    born = int(year) if year else None if about.age_at_intake is None else case.opened_on.year - about.age_at_intake
    try:
        return ChildRow((names,), mother, born, int(rest[:2]) if rest else None, _SEX.get(about.sex, ""))
    except (LinkageError, ValueError):
        return None


def _mother(of_child: Opened, child: Child) -> str:
    """The first name of the mother; nothing of whoever is suspected, or may not be told."""
    links = CareLink.objects.filter(child=child, consent_barred=False).select_related("caregiver")
    for link in links.order_by("made_at", "pk"):
        if of_child.holds(link) and of_child.holds(link.caregiver):
            tie, person = of_child.try_read(link, "personal"), of_child.try_read(link.caregiver, "identity")
            if tie is not None and person is not None and tie.relationship == "mother" and person.name:
                return str(person.name).split()[0]
    return ""
