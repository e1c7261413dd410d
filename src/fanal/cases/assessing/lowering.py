"""What keeps the risk of a file up where the worker alone would lower it (own, where CM-22 and CM-23 are silent): a
sign of danger that is still ticked, and an assessment that the supervisor has not approved. Nothing of it is stored."""

from typing import Final

from django.utils.translation import gettext as _

from fanal.access.api import Opened, stated
from fanal.cases.approvals import approvals
from fanal.cases.assessing import instruments
from fanal.cases.codes import Risk
from fanal.cases.files.approving import Stand
from fanal.cases.models import Assessment, Case

KIND: Final = "assessment"
"""As approvals name it."""
GRAVE: Final = (Risk.CRITICAL, Risk.HIGH)
"""With these the supervisor approves the assessment."""
_WAITS: Final = {Stand.ASKED, Stand.SENT_BACK, Stand.LAPSED}


def keeps(opened: Opened, case: Case, risk: Risk) -> str:
    """Why the worker does not lower the risk to this level with a sentence, for people; empty where nothing is in the
    way. From the open record of the case; where somebody changed an assessment in the database, nobody knows."""
    if not all(opened.holds(row) for row in Assessment.objects.filter(case=case)):
        return stated.words()
    if instruments.is_below(risk, least(opened, case)):
        return _(
            "A sign of danger that is ticked asks for a higher level. Finish a new assessment with your reason, or ask "
            "the supervisor."
        )
    if case.risk in GRAVE and waits(opened, case):
        return _("The supervisor has not approved the assessment yet. Ask the supervisor to lower the risk.")
    return ""


def least(opened: Opened, case: Case) -> Risk | None:
    """What the signs ask for that the newest assessment with a question about them ticked; None where none is."""
    decided: set[str] = set()
    asked: set[Risk] = set()
    for row in _finished(opened, case):
        found, held = instruments.of(row.instrument), opened.try_read(row, "content")
        if found is None or held is None:
            continue
        asked |= {found.signs[one].asks for one in held.danger_signs if one in found.signs and one not in decided}
        decided |= found.signs.keys()
    return next((one for one in Risk if one in asked), None)


def waits(opened: Opened, case: Case) -> bool:
    """Whether the newest of a kind was put before the supervisor, and is not approved as it is now."""
    newest: dict[str, Assessment] = {}
    for row in _finished(opened, case):
        newest.setdefault(row.kind, row)
    return any(approvals.stand(opened, case, KIND, row.pk) in _WAITS for row in newest.values())


def _finished(opened: Opened, case: Case) -> list[Assessment]:
    rows = Assessment.objects.filter(case=case).exclude(completed_on=None).order_by("-completed_on", "-made_at", "-pk")
    return [row for row in rows if opened.holds(row)]
