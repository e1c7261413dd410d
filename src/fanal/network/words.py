"""The network's codes in words: roles, teams, kinds of organisation, what agreements cover, deeds of the journal."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fanal.network.contracts import AgreementPurpose, OrgKind, RingKind, Role
from fanal.vocabulary.codes import DataCategory

ROLES: dict[Role, Promise] = {
    Role.INTAKE_OFFICER: _("Intake officer"),
    Role.DUTY_PERSON: _("Duty person"),
    Role.CASEWORKER: _("Caseworker"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.MANAGER: _("Manager"),
    Role.CUSTODIAN: _("Custodian of who told us"),
    Role.LAWYER: _("Lawyer"),
    Role.LEGAL_ADVOCATE: _("Legal advocate"),
    Role.PANEL_MEMBER: _("Panel member"),
    Role.PROVIDER_WORKER: _("Worker of a service"),
    Role.DIRECTORY_KEEPER: _("Keeper of the directory"),
    Role.AUDITOR: _("Auditor"),
    Role.MEMBER_ADMIN: _("Administrator of people"),
    Role.SAFEGUARDING_LEAD: _("Safeguarding lead"),
    Role.DATA_PROTECTION_OFFICER: _("Data protection officer"),
    Role.KEY_KEEPER: _("Key keeper"),
    Role.CAREGIVER_TRAINER: _("Trainer of caregivers"),
    Role.SYSADMIN: _("Administrator of the server"),
    Role.ANALYST: _("Analyst"),
    Role.REFERRAL_DESK: _("Referral desk"),
    Role.CORPUS_EDITOR: _("Editor of the library"),
    Role.SURVIVOR_ADVISER: _("Survivor adviser"),
    Role.ETHICS_REVIEWER: _("Ethics reviewer"),
    Role.LANGUAGE_REVIEWER: _("Language reviewer"),
    Role.COMPANY_FOCAL_POINT: _("Focal point of a company"),
    Role.SITE_TRAINER: _("Trainer of a site"),
    Role.TRAINEE: _("Learner"),
    Role.LOCAL_CODE_REPRESENTATIVE: _("Local representative of The Code"),
    Role.LIAISON: _("Liaison"),
    Role.RESEARCHER: _("Researcher"),
    Role.GOVERNMENT_READER: _("Reader for a government"),
}

# What a role is for, where its name does not say it.
ROLE_HINTS: dict[Role, Promise] = {
    Role.INTAKE_OFFICER: _("reads and decides on concerns"),
    Role.DUTY_PERSON: _("hears at once when a child is in danger"),
    Role.CUSTODIAN: _("alone opens who told us, after the decision"),
    Role.SUPERVISOR: _("reads concerns, helps colleagues, decides second"),
    Role.MANAGER: _("runs the office, hears of what is late"),
    Role.MEMBER_ADMIN: _("invites and removes people, reads no content"),
    Role.SAFEGUARDING_LEAD: _("reads what concerns our own staff"),
    Role.KEY_KEEPER: _("signs for the organisation; at least two people"),
    Role.AUDITOR: _("reads the journal, no content"),
    Role.SYSADMIN: _("runs the server, reads no content"),
    Role.REFERRAL_DESK: _("telephones when a handover stays unanswered"),
}

_OFFICE = (Role.MANAGER, Role.MEMBER_ADMIN, Role.KEY_KEEPER, Role.SAFEGUARDING_LEAD)
_CONTROL = (Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, Role.SYSADMIN)
# Which roles an organisation of a kind may give.
ROLES_OF: dict[OrgKind, tuple[Role, ...]] = {
    OrgKind.MEMBER: (
        Role.INTAKE_OFFICER,
        Role.DUTY_PERSON,
        Role.CASEWORKER,
        Role.SUPERVISOR,
        Role.CUSTODIAN,
        Role.LAWYER,
        Role.LEGAL_ADVOCATE,
        Role.PANEL_MEMBER,
        Role.PROVIDER_WORKER,
        Role.DIRECTORY_KEEPER,
        Role.CAREGIVER_TRAINER,
        *_OFFICE,
        *_CONTROL,
    ),
    OrgKind.SECRETARIAT: (
        Role.REFERRAL_DESK,
        Role.ANALYST,
        Role.CORPUS_EDITOR,
        Role.SURVIVOR_ADVISER,
        Role.ETHICS_REVIEWER,
        Role.LANGUAGE_REVIEWER,
        *_OFFICE,
        *_CONTROL,
    ),
    OrgKind.AUTHORITY: (Role.LIAISON, *_OFFICE),
    OrgKind.OFFICE: (Role.ANALYST, *_OFFICE, *_CONTROL),
}

RINGS: dict[RingKind, Promise] = {
    RingKind.INTAKE: _("Intake"),
    RingKind.CASEWORK: _("Casework"),
    RingKind.ONCALL: _("On call"),
    RingKind.SUPERVISORS: _("Supervisors"),
    RingKind.SAFEGUARDING: _("Safeguarding"),
    RingKind.CUSTODIAN: _("Custodians"),
    RingKind.LEGAL: _("Lawyers"),
    RingKind.FEEDBACK: _("Feedback"),
    RingKind.STATISTICS: _("Counting"),
    RingKind.KEEPERS: _("Key keepers"),
}

RING_REASONS: dict[str, Promise] = {
    "new": _("the first key"),
    "left": _("someone left the team"),
    "suspicion": _("someone may have copied it"),
    "yearly": _("a year had passed"),
    "empty": _("nobody could open it"),
}

KINDS: dict[OrgKind, Promise] = {
    OrgKind.MEMBER: _("member"),
    OrgKind.SECRETARIAT: _("secretariat"),
    OrgKind.AUTHORITY: _("authority"),
    OrgKind.OFFICE: _("outside office"),
}

PURPOSES: dict[AgreementPurpose, Promise] = {
    AgreementPurpose.CONCERN_HANDOVER: _("handing over a concern"),
    AgreementPurpose.CONFLICT_OF_INTEREST: _("hearing concerns about the other’s safeguarding lead"),
    AgreementPurpose.LINKAGE_COUNTING: _("counting children over encoded lists, without names"),
}

CATEGORIES: dict[DataCategory, Promise] = {
    DataCategory.EXISTENCE: _("that there is a concern"),
    DataCategory.IDENTITY: _("who the child is"),
    DataCategory.CONTACT: _("how to reach the child or family"),
    DataCategory.LOCATION: _("place and time"),
    DataCategory.FAMILY: _("the family"),
    DataCategory.STORY: _("what was told"),
    DataCategory.HEALTH: _("health"),
    DataCategory.SCHOOLING: _("school"),
    DataCategory.SERVICES: _("help that is given"),
    DataCategory.LEGAL: _("proceedings"),
    DataCategory.OFFENDER: _("the person suspected"),
}

DEEDS: dict[str, Promise] = {
    "network.found": _("The organisation was set up"),
    "network.invite": _("Invited a colleague"),
    "network.withdraw_invitation": _("Took an invitation back"),
    "network.join": _("Someone accepted an invitation"),
    "network.admit": _("Let a colleague in"),
    "network.end_membership": _("Ended a membership"),
    "network.give_role": _("Gave a role"),
    "network.take_role": _("Took a role away"),
    "network.rotate_ring": _("Renewed the key of a team"),
    "network.make_reset_link": _("Made a link to a new password"),
    "network.reset_with_code": _("A password was set anew, with the recovery code"),
    "network.reset_without_code": _("A password was set anew, without the recovery code"),
    "network.change_password": _("Changed their password"),
    "network.new_code": _("Made a new recovery code"),
    "network.change_second_step": _("Changed their second step"),
    "network.use_spare_code": _("Somebody signed in with a spare code"),
    "network.choose_notices": _("Chose language and address of notices"),
    "network.sign_out_everywhere": _("Signed someone out everywhere"),
    "network.propose_agreement": _("Proposed an agreement"),
    "network.sign_agreement": _("Signed an agreement"),
    "network.end_agreement": _("Ended an agreement"),
    "network.kit_drill": _("The recovery kit was tested"),
    "network.kit_recover": _("The recovery kit was used"),
    "network.vouch": _("What somebody had changed past Fanal was looked at, and counts again"),
}


def roles(held: frozenset[Role]) -> list[str]:
    """Roles in words, in the order of the list above."""
    return [str(words) for role, words in ROLES.items() if role in held]
