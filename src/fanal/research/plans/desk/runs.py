"""How often a plan over several members can be run, said before anybody sends; and what to do where it cannot."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.engines.disclosure.contracts import ledger
from fanal.research.contracts import BEFORE_WORK, Source
from fanal.research.models import Plan
from fanal.research.plans import repeating
from fanal.research.plans.repeating import Room
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Runs:
    """Sentences for the page. `tone`: of the notice; empty where it is only to be known."""

    sentences: tuple[str, ...]
    tone: str = ""


def runs(plan: Plan) -> Runs | None:
    """What the page of a plan says of its runs; None where it has none, or one is under way."""
    if plan.population.source != Source.POOLED or plan.state not in BEFORE_WORK:
        return None
    room = repeating.room(plan)
    if not room.runs:
        words = _("There is no room for another run of this plan: what earlier runs spent stays spent.")
        return Runs((words, _advice(room)), "warn")
    cost = _("Each run spends ρ %(rho)s of these years, also one of which nothing comes: what was looked at is spent.")
    left = ngettext(
        "There is room for %(count)s run as it is planned.", "There is room for %(count)s runs as it is planned.",
        room.runs,
    )  # fmt: skip
    once = (_("If it fails, it cannot be repeated; a smaller ρ leaves room for that."),) if room.runs == 1 else ()
    return Runs((cost % {"rho": _rho(room.cost)}, left % {"count": web.digits(room.runs)}, *once))


def _advice(room: Room) -> str:
    if room.most >= repeating.SMALLEST:
        words = _("Change the plan to a ρ of %(rho)s or less, which the gate decides about anew; or stop it.")
        return words % {"rho": _rho(room.most)}
    if room.elsewhere >= repeating.SMALLEST:
        words = _("Stop it. Another plan for these years may spend what is left of them, ρ %(rho)s at most.")
        return words % {"rho": _rho(room.elsewhere)}
    return _("Stop it. These years have no budget left for another plan.")


def _rho(rho: Fraction) -> str:
    return ledger.said(rho)
