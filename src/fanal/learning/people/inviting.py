"""An invitation without a trace (CM-31): another room asks for a card for somebody whom it knows. Kept here is a
learner of an organisation, with course, language and day: not who asked, at which hour, why, and for whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import need
from fanal.learning import reviewing
from fanal.learning.courses import library
from fanal.learning.courses.model import Audience
from fanal.learning.models import Card, Learner
from fanal.learning.people.people import Made
from fanal.vocabulary.ids import day_id


@dataclass(frozen=True, slots=True)
class Offer:
    """A course to which somebody can be invited: its title, and the languages in which it is given."""

    title: str
    languages: tuple[str, ...]


def offers(org: UUID, audience: Audience, today: date) -> Mapping[str, Offer]:
    """By code, the courses for some people that an organisation gives."""
    given = reviewing.given(org, today)
    here = [code for code in given if library.shipped()[code].audience is audience]
    return {code: Offer(reviewing.title(org, code, today), given[code]) for code in here}


@transaction.atomic
def invite(org: UUID, course: str, language: str, today: date) -> Made:
    """A card for somebody who is to learn a course, with its random code, which the caller keeps and passes on. Nothing
    of them is stored with it, and no list of staff has them. Raises `NotNow`."""
    given = reviewing.given(org, today).get(course, ())
    need(
        (not given, _("This course is not given here."), "course"),
        (bool(given) and language not in given, _("This course is not given in this language."), "language"),
    )
    learner = Learner(id=day_id(today), org_id=org, label="", language=language, course=course, made_on=today)
    learner.save(force_insert=True)
    code = vault.new_training_card()
    digest, made_at = vault.training_card_digest(code).hex(), datetime.combine(today, time(), UTC)
    Card(id=day_id(today), learner=learner, digest=digest, made_at=made_at).save(force_insert=True)
    return Made(learner.pk, "", language, code)
