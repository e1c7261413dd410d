"""Who may look at courses as they are written: whoever writes, translates, reviews or gives them."""

from fanal.access import api as access
from fanal.network.contracts import OrgKind, Role

READ = "learning.courses"
MEASURES = "learning.measures"
"""What the answers of many say about a course: for its authors alone."""
_READERS = (
    Role.CORPUS_EDITOR, Role.LANGUAGE_REVIEWER, Role.SURVIVOR_ADVISER, Role.LAWYER, Role.SUPERVISOR,
    Role.SAFEGUARDING_LEAD, Role.MANAGER, Role.MEMBER_ADMIN, Role.CAREGIVER_TRAINER, Role.CASEWORKER,
    Role.INTAKE_OFFICER, Role.DUTY_PERSON,
)  # fmt: skip

access.allow(READ, *_READERS, kinds=(OrgKind.MEMBER, OrgKind.SECRETARIAT))
access.allow(MEASURES, Role.CORPUS_EDITOR, kinds=(OrgKind.MEMBER, OrgKind.SECRETARIAT))
