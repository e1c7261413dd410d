"""The network's codes in words: roles, teams, kinds of organisation, what agreements cover, deeds of the journal."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import AgreementPurpose, OrgKind, RingKind, Role, TeamRef
from fanal.vault import WeakPassword
from fanal.vocabulary.codes import DataCategory

ROLES: dict[Role, Promise] = {
    Role.INTAKE_OFFICER: lazy("Intake officer"),
    Role.DUTY_PERSON: lazy("Duty person"),
    Role.CASEWORKER: lazy("Caseworker"),
    Role.SUPERVISOR: lazy("Supervisor"),
    Role.MANAGER: lazy("Manager"),
    Role.CUSTODIAN: lazy("Custodian of who told us"),
    Role.LAWYER: lazy("Lawyer"),
    Role.LEGAL_ADVOCATE: lazy("Legal advocate"),
    Role.PANEL_MEMBER: lazy("Panel member"),
    Role.PROVIDER_WORKER: lazy("Worker of a service"),
    Role.DIRECTORY_KEEPER: lazy("Keeper of the directory"),
    Role.AUDITOR: lazy("Auditor"),
    Role.MEMBER_ADMIN: lazy("Administrator of people"),
    Role.SAFEGUARDING_LEAD: lazy("Safeguarding lead"),
    Role.DATA_PROTECTION_OFFICER: lazy("Data protection officer"),
    Role.KEY_KEEPER: lazy("Key keeper"),
    Role.CAREGIVER_TRAINER: lazy("Trainer of caregivers"),
    Role.SYSADMIN: lazy("Administrator of the server"),
    Role.ANALYST: lazy("Analyst"),
    Role.REFERRAL_DESK: lazy("Referral desk"),
    Role.CORPUS_EDITOR: lazy("Editor of the library"),
    Role.SURVIVOR_ADVISER: lazy("Survivor adviser"),
    Role.ETHICS_REVIEWER: lazy("Ethics reviewer"),
    Role.LANGUAGE_REVIEWER: lazy("Language reviewer"),
    Role.COMPANY_FOCAL_POINT: lazy("Focal point of a company"),
    Role.SITE_TRAINER: lazy("Trainer of a site"),
    Role.TRAINEE: lazy("Learner"),
    Role.LOCAL_CODE_REPRESENTATIVE: lazy("Local representative of The Code"),
    Role.LIAISON: lazy("Liaison"),
    Role.RESEARCHER: lazy("Researcher"),
    Role.GOVERNMENT_READER: lazy("Reader for a government"),
}
FROM_PARTNERS: dict[Role, Promise] = {**ROLES, Role.SUPERVISOR: lazy("Second person")}
"""What a small member takes from partners."""

# What a role is for.
ROLE_HINTS: dict[Role, Promise] = {
    Role.INTAKE_OFFICER: lazy("reads and decides on concerns"),
    Role.DUTY_PERSON: lazy("hears at once when a child is in danger"),
    Role.CUSTODIAN: lazy("alone opens who told us, after the decision"),
    Role.SUPERVISOR: lazy("reads concerns, helps colleagues, decides second"),
    Role.MANAGER: lazy("runs the office, hears of what is late"),
    Role.MEMBER_ADMIN: lazy("invites and removes people, reads no content"),
    Role.SAFEGUARDING_LEAD: lazy("reads what concerns our own staff"),
    Role.KEY_KEEPER: lazy("signs for the organisation; at least two people"),
    Role.AUDITOR: lazy("reads the journal, no content"),
    Role.SYSADMIN: lazy("runs the server, reads no content"),
    Role.REFERRAL_DESK: lazy("telephones when a handover stays unanswered"),
    Role.CASEWORKER: lazy("works on the files of children"),
    Role.LAWYER: lazy("reads matters of law and what is told for them"),
    Role.LEGAL_ADVOCATE: lazy("drafts better law, reads no content"),
    Role.DIRECTORY_KEEPER: lazy("keeps the list of services"),
    Role.DATA_PROTECTION_OFFICER: lazy("watches over data protection, reads no content"),
    Role.ANALYST: lazy("counts and estimates"),
    Role.CORPUS_EDITOR: lazy("drafts the library of law, and reads what the answers of many say about courses"),
    Role.SURVIVOR_ADVISER: lazy("says yes or no to research"),
    Role.ETHICS_REVIEWER: lazy("reviews research before it begins"),
    Role.LIAISON: lazy("receives handovers for an authority"),
    Role.LANGUAGE_REVIEWER: lazy("says whether translations into their first language hold"),
    Role.RESEARCHER: lazy("asks for data for research"),
    Role.COMPANY_FOCAL_POINT: lazy("speaks for a company: application, places, agreement, report"),
    Role.PANEL_MEMBER: lazy("sits on a panel about a child; nothing here asks for it yet"),
    Role.PROVIDER_WORKER: lazy("works for a service that helps children; nothing here asks for it yet"),
    Role.CAREGIVER_TRAINER: lazy("trains people, and makes their training cards"),
    Role.SITE_TRAINER: lazy("trains the people of a site; nothing here asks for it yet"),
    Role.TRAINEE: lazy("learns; nothing here asks for it yet"),
    Role.LOCAL_CODE_REPRESENTATIVE: lazy("looks at applications of companies, where the secretariat gives a mandate"),
    Role.GOVERNMENT_READER: lazy("reads for a government; nothing here asks for it yet"),
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
        Role.LOCAL_CODE_REPRESENTATIVE,
        Role.LANGUAGE_REVIEWER,
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
    OrgKind.COMPANY: (Role.COMPANY_FOCAL_POINT,),
    OrgKind.PROVIDER: (Role.PROVIDER_WORKER,),
}

RINGS: dict[RingKind, Promise] = {
    RingKind.INTAKE: lazy("Intake"),
    RingKind.CASEWORK: lazy("Casework"),
    RingKind.ONCALL: lazy("On call"),
    RingKind.SUPERVISORS: lazy("Supervisors"),
    RingKind.SAFEGUARDING: lazy("Safeguarding"),
    RingKind.CUSTODIAN: lazy("Custodians"),
    RingKind.LEGAL: lazy("Lawyers"),
    RingKind.FEEDBACK: lazy("Feedback"),
    RingKind.STATISTICS: lazy("Counting"),
    RingKind.KEEPERS: lazy("Key keepers"),
}

RING_REASONS: dict[str, Promise] = {
    "new": lazy("the first key"),
    "left": lazy("someone left the team"),
    "suspicion": lazy("someone may have copied it"),
    "yearly": lazy("a year had passed"),
    "empty": lazy("nobody could open it"),
    "closed": lazy("the team was closed"),
}

KINDS: dict[OrgKind, Promise] = {
    OrgKind.MEMBER: lazy("member"),
    OrgKind.SECRETARIAT: lazy("secretariat"),
    OrgKind.AUTHORITY: lazy("authority"),
    OrgKind.OFFICE: lazy("outside office"),
    OrgKind.COMPANY: lazy("company"),
    OrgKind.PROVIDER: lazy("provider of services"),
}

PURPOSES: dict[AgreementPurpose, Promise] = {
    AgreementPurpose.CONCERN_HANDOVER: lazy("handing over a concern"),
    AgreementPurpose.CONFLICT_OF_INTEREST: lazy("hearing concerns about the other’s safeguarding lead"),
    AgreementPurpose.REFERRAL: lazy("referring a child to a service"),
    AgreementPurpose.CASE_TRANSFER: lazy("passing the care of a child to the other"),
    AgreementPurpose.CONTINUITY_OF_CARE: lazy("asking whether the other knows a child"),
    AgreementPurpose.REPORT_TO_AUTHORITY: lazy("reporting to an authority"),
    AgreementPurpose.SECOND_PERSON: lazy("being second person for a small member"),
    AgreementPurpose.LINKAGE_COUNTING: lazy("counting children over encoded lists, without names"),
}

CATEGORIES: dict[DataCategory, Promise] = {
    DataCategory.EXISTENCE: lazy("that there is a concern"),
    DataCategory.IDENTITY: lazy("who the child is"),
    DataCategory.CONTACT: lazy("how to reach the child or family"),
    DataCategory.LOCATION: lazy("place and time"),
    DataCategory.FAMILY: lazy("the family"),
    DataCategory.STORY: lazy("what was told"),
    DataCategory.HEALTH: lazy("health"),
    DataCategory.SCHOOLING: lazy("school"),
    DataCategory.SERVICES: lazy("help that is given"),
    DataCategory.LEGAL: lazy("proceedings"),
    DataCategory.OFFENDER: lazy("the person suspected"),
}

DEEDS: dict[str, Promise] = {
    "network.found": lazy("The organisation was set up"),
    "network.let_in": lazy("Let an organisation in: two people may found it"),
    "network.withdraw_founding": lazy("Took the links of two founders back"),
    "network.founder_ready": lazy("A founder chose name and password"),
    "network.share_kept": lazy("A founder has kept their share of the recovery kit"),
    "network.share_typed": lazy("A founder typed their share of the recovery kit back"),
    "network.choose_profile": lazy("Said whether the organisation is small"),
    "network.end_small": lazy("The organisation is not small any more"),
    "network.invite": lazy("Invited a colleague"),
    "network.withdraw_invitation": lazy("Took an invitation back"),
    "network.join": lazy("Someone accepted an invitation"),
    "network.admit": lazy("Let a colleague in"),
    "network.end_membership": lazy("Ended a membership"),
    "network.give_role": lazy("Gave a role"),
    "network.take_role": lazy("Took a role away"),
    "desk.take_figures": lazy("Took the work in numbers along"),
    "network.rotate_ring": lazy("Renewed the key of a team"),
    "network.make_team": lazy("Made a team"),
    "network.join_team": lazy("Put a colleague into a team"),
    "network.leave_team": lazy("Took a colleague out of a team"),
    "network.close_team": lazy("Closed a team"),
    "network.put_on_rota": lazy("Said who is on duty"),
    "network.set_hand_over": lazy("Said when duty is handed over"),
    "network.fill_teams": lazy("Put colleagues into the teams that their roles need"),
    "network.make_reset_link": lazy("Made a link to a new password"),
    "network.reset_with_code": lazy("A password was set anew, with the recovery code"),
    "network.reset_without_code": lazy("A password was set anew, without the recovery code"),
    "network.change_password": lazy("Changed their password"),
    "network.new_code": lazy("Made a new recovery code"),
    "network.change_second_step": lazy("Changed their second step"),
    "network.use_spare_code": lazy("Somebody signed in with a spare code"),
    "network.choose_notices": lazy("Chose language and address of notices"),
    "network.sign_out_everywhere": lazy("Signed someone out everywhere"),
    "network.propose_agreement": lazy("Proposed an agreement"),
    "network.sign_agreement": lazy("Signed an agreement"),
    "network.end_agreement": lazy("Ended an agreement"),
    "network.kit_drill": lazy("The recovery kit was tested"),
    "network.kit_recover": lazy("The recovery kit was used"),
    "network.vouch": lazy("What somebody had changed past Fanal was looked at, and counts again"),
}


def team(one: TeamRef) -> str:
    """A team in words: its kind, and its name where it is not the main one."""
    return f"{RINGS[one.kind]} · {one.name}" if one.name else str(RINGS[one.kind])


def roles(held: frozenset[Role]) -> list[str]:
    """Roles in words, in the order of the list above."""
    return [str(words) for role, words in ROLES.items() if role in held]


_BETTER = lazy("Several words that only you would put together are best.")
_WEAK: dict[str, Promise] = {
    "short": lazy("Use at least 12 characters."),
    "long": lazy("Use at most 256 characters."),
    "common": lazy("Too much of it is what guessers try first: known words, rows of keys, the same again."),
    "known": lazy("Too much of it is your name or address, which guessers try first."),
}


def weak(why: WeakPassword) -> str:
    """What is wrong with a password, in words."""
    return f"{_WEAK[why.reason]} {_BETTER}"
