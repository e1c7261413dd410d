"""Deeds of drafting: take a text of one jurisdiction as a whole or not at all, and withdraw it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, visible
from fanal.engines.jurisdiction.contracts import Defect, Law, ReadingError, read
from fanal.journal import api as journal
from fanal.justice.law import ladder, library
from fanal.justice.law.policy import DRAFT, WITHDRAW
from fanal.justice.models import LawFile
from fanal.justice.signals import provision_changed
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

SCHEMA = "fanal.law/1"
TYPED = "text"
"""The name of a text in defects before its jurisdiction is known."""


class NotTaken(Exception):
    """A text with defects; nothing of it was stored. `defects` holds all of them, warnings too."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        super().__init__("the text has defects")
        self.defects = tuple(defects)


class NoSuchFile(NotHere):
    """No law file of this id was drafted here."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was stored, the ids whose wording changed, and warnings that do not stand in the way."""

    file: LawFile
    changed: tuple[str, ...]
    warnings: tuple[Defect, ...]


def draft(actor: Actor, text: str, base: UUID | None, now: datetime) -> Drafted:
    """Put a text into force in the place of what its jurisdiction had.

    `base` is the file drafted here that the person began from, None for the shipped one. Raises `NotTaken` with every
    defect, `NotNow` where somebody else was quicker, `NotAllowed`.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    with transaction.atomic():
        ask(actor, DRAFT)
        _alone()
        code = jurisdiction_of(text)
        defects = library.check(code, text, now)
        if any(defect.severity == "error" for defect in defects):
            raise NotTaken(defects)
        own = library.in_force(now).get(code)
        if (own.pk if own else None) != base and library.text_in_force(code, now):
            if base is None and own is not None:
                raise NotNow(_there_already(own))
            raise NotNow(_("Somebody has changed this law since you began. Look at their text, and enter yours in it."))
        changed = ladder.changed(_written(code, now), library.law_of(text, code))
        if text == library.text_in_force(code, now):
            raise NotNow(_("This is the text that is in force already."))
        row = LawFile.objects.create(jurisdiction=code, text=text, drafted_by_id=actor.person, drafted_at=now)
        journal.write(row.pk, actor.signatory(), DRAFT, at=now, purpose=code, items=[text.encode()])
        provision_changed.send(sender=LawFile, jurisdiction=code, provisions=tuple(changed), now=now)
    return Drafted(row, changed, tuple(defects))


def _alone() -> None:
    """Whoever drafts waits for whoever drafts, of whatever organisation, by the row of the oldest: no text goes unseen
    under another that began from the same."""
    network.org(min(one.id for one in network.orgs(also_changed=True)), lock=True)


def _there_already(own: LawFile) -> str:
    """For whoever began from no text of ours: nobody need have changed one meanwhile."""
    words = _("There is a text of this law here already, of %(day)s. Draft from it, and enter yours in it.")
    return words % {"day": web.day_words(own.drafted_at)}


def withdraw(actor: Actor, file_id: UUID, now: datetime) -> LawFile:
    """Take a text out of force: what was there before it is in force again. Raises `NoSuchFile`, `NotNow`."""
    with transaction.atomic():
        _alone()
        row = file_of(actor, file_id)
        ask(actor, WITHDRAW, row)
        draft = library.draft_of(row, now)
        if draft is None:
            raise NotNow(_("This text was changed in the database, or nobody drafted it. Tell your administrator."))
        unchanged = LawFile.objects.filter(pk=file_id, withdrawn_at=row.withdrawn_at)
        if draft.until or not unchanged.update(withdrawn_at=now):  # the journal says; who is quicker, the row
            raise NotNow(_("Somebody has withdrawn this already."))
        journal.write(row.pk, actor.signatory(), WITHDRAW, at=now, purpose=row.jurisdiction)
        provision_changed.send(sender=LawFile, jurisdiction=row.jurisdiction, provisions=(), now=now)
    return row


def file_of(actor: Actor, file_id: UUID) -> LawFile:
    """A file drafted here, in force or not. Raises `NoSuchFile`."""
    rows = visible(actor, LawFile.objects.select_related("drafted_by__org"))
    found = rows.filter(pk=file_id).first()
    if found is None:
        raise NoSuchFile(str(file_id))
    return found


def files(actor: Actor) -> list[LawFile]:
    """All files drafted here, newest first."""
    return list(visible(actor, LawFile.objects.select_related("drafted_by__org").order_by("-drafted_at", "-pk")))


def jurisdiction_of(text: str) -> str:
    """Whose law a text says it is; raises `NotTaken`."""
    try:
        document = read(text.encode(), TYPED)
    except ReadingError as error:
        raise NotTaken(error.defects) from None
    value = document.value if isinstance(document.value, dict) else {}
    code = value.get("jurisdiction")
    if value.get("schema") != SCHEMA or not isinstance(code, str) or not 2 <= len(code) <= 12:
        message = "This is not the law of one jurisdiction."
        remedy = f"Begin with `schema: {SCHEMA}` and `jurisdiction: XX`."
        raise NotTaken([Defect(TYPED, 1, "not-a-law", message, remedy)])
    return code


def _written(code: str, now: datetime) -> Law | None:
    """The law in force as its text says, reviews and all."""
    return library.readable(library.text_in_force(code, now), code)
