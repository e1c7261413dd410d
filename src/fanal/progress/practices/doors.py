"""Where practices show themselves."""

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import is_second, visible
from fanal.clocks.api import DutyKind
from fanal.network.contracts import Actor
from fanal.progress.models import Practice
from fanal.progress.practices import policy, reviewing
from fanal.progress.practices.desk import titled
from fanal.progress.practices.duties import BY_STATE, KINDS, PUBLISH
from fanal.progress.practices.flow import State
from fanal.progress.practices.policy import SECOND_OF, UNCHECKED, WRITE
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(lazy("Practices"), "practices:all", place=46, under="board:board")
    for kind in KINDS:
        about = partial(_about, kind)
        web.day.lead(kind, lambda subject: reverse("progress:practice", args=[subject]), about=about, paper=True)


def _about(kind: DutyKind, actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Practice.objects.filter(pk__in=subjects))
    return {row.pk: web.day.About(titled(row), barred=not _does(kind, actor, row)) for row in rows}


def _does(kind: DutyKind, actor: Actor, row: Practice) -> bool:
    """Whether this person is one of those who may do it now: the second of two, once an adviser has read it."""
    if kind is PUBLISH:
        does = is_second(actor, row.pk, *SECOND_OF, wrote=UNCHECKED, until=policy.PUBLISH)
        return does and not reviewing.waits(row, timezone.now().date())
    return kind is not BY_STATE[State.PROPOSED] or is_second(actor, row.pk, WRITE, wrote=(WRITE,))
