"""Who does the work of the room: five narrow duties, given by two people until a day (`access.granting`), beside the
roles that read all of it. What a deed of a concern needs stands in the policy of its folder."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import OrgKind, Role

READ = "progress.read"
ASSESSOR, SECOND_READER = "progress.assessor", "progress.second_reader"
PROGRAMME_OFFICER, PRACTICE_OFFICER = "progress.programme_officer", "progress.practice_officer"
ADVOCATE = "progress.advocate"
HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
STAFF = (Role.ANALYST, Role.CORPUS_EDITOR, Role.LEGAL_ADVOCATE, Role.SURVIVOR_ADVISER, Role.MANAGER)
"""Who has the room in the menu without a grant."""

_GRANTS = {
    ASSESSOR: (lazy("Assessor"), lazy("says where a country stands with a commitment, with the sources")),
    SECOND_READER: (lazy("Second reader"), lazy("reads what an assessor wrote, and says yes or no to it")),
    PROGRAMME_OFFICER: (
        lazy("Programme officer"),
        lazy("describes programmes of prevention, and writes down what came of them"),
    ),
    PRACTICE_OFFICER: (
        lazy("Practice officer"),
        lazy("writes down practices that harm children, and asks those who can end them"),
    ),
    ADVOCATE: (lazy("Advocate"), lazy("asks offices for what should change, and keeps what became of it")),
}
for _code, (_name, _may) in _GRANTS.items():
    access.grant_kind(access.GrantKind(_code, _name, _may, frozenset({Role.ANALYST})))
access.allow(READ, *STAFF, grants=_GRANTS, kinds=HOUSES)
