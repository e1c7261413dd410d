"""An employer is no more: what it kept of its people goes, what these earned stays theirs."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.learning.models import Brought, Cohort, Completion, Learner, Post
from fanal.learning.people.policy import EMPLOYER_GONE
from fanal.network import api as network

NOBODY: Final = "–"
"""In place of a name that the employer gave."""
_TABLES: Final = tuple(one._meta.db_table for one in (Learner, Post, Cohort, Completion, Brought))


@transaction.atomic
def employer_gone(org: UUID, by: Signatory, now: datetime) -> None:
    """No post, no name or number of its people, no list and no word of the employer on courses done elsewhere is kept.
    Cards, attempts and certificates stay with those whose they are."""
    Post.objects.filter(cohort__org_id=org).delete()
    Completion.objects.filter(org_id=org).delete()
    Brought.objects.filter(org_id=org).delete()
    Cohort.objects.filter(org_id=org).update(label=NOBODY, code="", closed_on=now.date())
    Learner.objects.filter(org_id=org).update(label=NOBODY, code="")
    journal.write(org, by, EMPLOYER_GONE, at=now)
    transaction.on_commit(lambda: network.erasure.scrub(*_TABLES))
