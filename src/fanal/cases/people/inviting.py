"""Inviting whoever cares for a child to a course (CM-31, CM-32). The file keeps the code of the card; the room of
learning learns of nobody: neither child nor file, nor who asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanal.access.api import need, stated
from fanal.cases.files import writing
from fanal.cases.people.people import link_of
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.languages import language_name


@transaction.atomic
def invite(actor: Actor, case_id: UUID, link_id: UUID, course: str, language: str, now: datetime) -> learning.Made:
    """Invite somebody around the child, never whoever must not be contacted. The code of the card stands in an entry
    of the file. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    tie, today = link_of(actor, case_id, link_id), network.day_at(actor.org, now)
    stated.need(tie.child_id, tie)
    need((tie.consent_barred, _("This person must not be contacted. Invite nobody of whom that is so."), ""))
    made = learning.invite(actor.org, course, language, today)
    offer = learning.offers(actor.org, learning.Audience.CAREGIVER, today)[course]
    said = _("Invited to a course: %(course)s (%(language)s). The code of the card: %(code)s.") % {
        "course": offer.title,
        "language": language_name(language, get_language() or "en"),
        "code": made.code,
    }
    writing.add_note(actor, case_id, "decision", {"body": said}, now)
    return made
