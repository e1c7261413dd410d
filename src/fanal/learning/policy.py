"""Who may look at courses as they are written: whoever writes, translates, reviews or gives them."""

from fanal.access import api as access
from fanal.network.contracts import OrgKind, Role

READ = "learning.courses"
_READERS = (
    Role.CORPUS_EDITOR, Role.LANGUAGE_REVIEWER, Role.SURVIVOR_ADVISER, Role.LAWYER, Role.SUPERVISOR,
    Role.SAFEGUARDING_LEAD, Role.MANAGER, Role.MEMBER_ADMIN, Role.CAREGIVER_TRAINER, Role.CASEWORKER,
    Role.INTAKE_OFFICER, Role.DUTY_PERSON,
)  # fmt: skip

access.allow(READ, *_READERS, kinds=(OrgKind.MEMBER, OrgKind.SECRETARIAT))
