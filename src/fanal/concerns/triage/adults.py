"""The countries of the adult: a trained person confirms how they stand to each, and on what that rests.

Only confirmed countries make proposals (docs/concerns-rules.md, "Who can act"). "By looks" and "by language" are no
basis.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, open_record
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import PersonCountry, PersonSuspected
from fanal.concerns.form.questions import core
from fanal.concerns.models import Concern
from fanal.concerns.triage.triage import concern_of, purpose_of
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import is_country

CONFIRM = "concerns.confirm_countries"
RELATIONS = ("lives_in", "comes_from", "travels_to")
BASES = (*core().question("basis").codes, "worker")
MOST = 6


def confirmed(actor: Actor, concern_id: UUID, now: datetime) -> tuple[Concern, PersonSuspected]:
    """What was named and what is confirmed. Raises `NotHere`, `NotAllowed`."""
    concern = concern_of(actor, concern_id)
    with open_record(actor, ref_of(concern), CONFIRM, purpose=purpose_of(concern), now=now, thing=concern) as opened:
        return concern, opened.read(concern, "offender") or PersonSuspected()


def confirm(actor: Actor, concern_id: UUID, link: PersonCountry, now: datetime) -> None:
    """Add a confirmed country, or say anew how the adult stands to it. Raises `NotNow` for what is no answer."""
    if not is_country(link.country) or link.relation not in RELATIONS or link.basis not in BASES:
        raise NotNow(_("Choose a country, how the adult stands to it, and how we know."))
    _change(actor, concern_id, now, add=link)


def take_back(actor: Actor, concern_id: UUID, country: str, relation: str, now: datetime) -> None:
    """A country is not confirmed after all."""
    _change(actor, concern_id, now, drop=(country, relation))


def _change(
    actor: Actor, concern_id: UUID, now: datetime, *, add: PersonCountry | None = None, drop: tuple[str, str] = ("", "")
) -> None:
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        with open_record(
            actor, ref_of(concern), CONFIRM, purpose=purpose_of(concern), now=now, thing=concern, write=True
        ) as opened:
            known = opened.read(concern, "offender") or PersonSuspected()
            links = _without(known.confirmed, drop if add is None else (add.country, add.relation))
            links += [add] if add is not None else []
            if len(links) > MOST:
                raise NotNow(_("That is too many countries. Take one back first."))
            ordered = tuple(sorted(links, key=lambda link: (link.country, RELATIONS.index(link.relation))))
            opened.write(concern, "offender", replace(known, confirmed=ordered))
            concern.version += 1
            concern.save(update_fields=["offender", "version"])


def _without(links: Sequence[PersonCountry], gone: tuple[str, str]) -> list[PersonCountry]:
    return [one for one in links if (one.country, one.relation) != gone]
