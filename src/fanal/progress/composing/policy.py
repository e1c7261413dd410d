"""Who does which deed on a document: whoever speaks up for better law, or holds the duty of an advocate, writes it and
proposes it; another of them, or who leads the organisation, lets it leave (docs/progress.md, "Documents")."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, Role
from fanal.progress.models import Document, DocumentVersion, Voice
from fanal.progress.policy import ADVOCATE, HOUSES

BEGIN, WRITE = "progress.begin_document", "progress.write_document"
PROPOSE, RETURN, EXPORT = "progress.propose_document", "progress.return_document", "progress.export_document"
ADD_VOICE, END_VOICE = "progress.add_voice", "progress.end_voice"
SECOND_OF = PROPOSE, RETURN, EXPORT
"""Whoever lets it leave is second to whoever proposed that, unless it was given back or left since."""
WROTE = BEGIN, WRITE
"""Whoever wrote in it does not review it; nor lets it leave whoever wrote in it since it left last."""
DEEDS = {
    BEGIN: lazy("Began a document"),
    WRITE: lazy("Wrote in a document"),
    PROPOSE: lazy("Proposed that a document leaves"),
    RETURN: lazy("Gave a document back"),
    EXPORT: lazy("Let a document leave"),
    ADD_VOICE: lazy("Kept a statement that its speaker let be used"),
    END_VOICE: lazy("Wrote down that a statement is used no more"),
}


def _own(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of its organisation alone."""
    return rows.filter(org_id=actor.org)


def _versions(actor: Actor, rows: QuerySet[DocumentVersion]) -> QuerySet[DocumentVersion]:
    return rows.filter(document__org_id=actor.org)


access.scope(Document, _own)
access.scope(Voice, _own)
access.scope(DocumentVersion, _versions)
for _deed in DEEDS:
    _leads = (Role.MANAGER,) if _deed in {RETURN, EXPORT, END_VOICE} else ()
    access.allow(_deed, Role.LEGAL_ADVOCATE, *_leads, grant=ADVOCATE, kinds=HOUSES)
