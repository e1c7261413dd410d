"""Code lists of the case model that concerns and the rooms below share; the code is stored, never its label.

Names, order and spelling are those of the data model of case management (`lists`), written as enumerations of text, so
that a code of another system is refused with ValueError where it enters.
"""

from enum import StrEnum


class YesNoUnknown(StrEnum):
    """An answer to a plain question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Danger(StrEnum):
    """Is a child in danger right now?"""

    YES = "yes"
    NOT_SURE = "not_sure"
    NO = "no"


class Triage(StrEnum):
    """What a trained person decided about a concern; `new` until then."""

    NEW = "new"
    URGENT_RESPONSE = "urgent_response"
    OPEN_CASE = "open_case"
    LINK_TO_CASE = "link_to_case"
    ROUTE_ELSEWHERE = "route_elsewhere"
    INFORMATION_ONLY = "information_only"
    OUT_OF_SCOPE = "out_of_scope"
    CLOSED_NO_CASE = "closed_no_case"


class Finding(StrEnum):
    """What is known once a concern is closed without a case; the last needs evidence and two people."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ENOUGH_INFORMATION = "not_enough_information"
    UNFOUNDED = "unfounded"
    BAD_FAITH = "bad_faith"


class ReportChannel(StrEnum):
    """The way on which a concern came."""

    WEB_FORM = "web_form"
    KIOSK = "kiosk"
    PHONE = "phone"
    MESSAGING = "messaging"
    IN_PERSON = "in_person"
    TOURISM_BUSINESS = "tourism_business"
    HOTLINE_PARTNER = "hotline_partner"
    SERVICE_PROVIDER = "service_provider"
    POLICE = "police"
    TRANSFER_FROM_MEMBER = "transfer_from_member"
    OTHER = "other"


class ReporterType(StrEnum):
    """Who told it, where that is known."""

    CHILD = "child"
    PARENT = "parent"
    OTHER_RELATIVE = "other_relative"
    OTHER_NON_RELATIVE = "other_non_relative"
    NEIGHBOUR_COMMUNITY = "neighbour_community"
    TRAVELLER = "traveller"
    TOURISM_STAFF = "tourism_staff"
    TEACHER = "teacher"
    HEALTH_WORKER = "health_worker"
    SOCIAL_WORKER = "social_worker"
    POLICE = "police"
    COURT = "court"
    PROBATION = "probation"
    HELPLINE = "helpline"
    PLATFORM = "platform"
    NGO = "ngo"
    ANONYMOUS = "anonymous"


class PlaceType(StrEnum):
    """The kind of place."""

    HOME = "home"
    STREET = "street"
    SCHOOL = "school"
    WORKPLACE = "workplace"
    ACCOMMODATION = "accommodation"
    BAR_OR_CLUB = "bar_or_club"
    MASSAGE_OR_BEAUTY = "massage_or_beauty"
    TRANSPORT = "transport"
    BEACH_OR_SITE = "beach_or_site"
    PLACE_OF_WORSHIP = "place_of_worship"
    HEALTH_FACILITY = "health_facility"
    CARE_INSTITUTION = "care_institution"
    DETENTION = "detention"
    ONLINE = "online"
    OTHER = "other"
    UNKNOWN = "unknown"


class Mobility(StrEnum):
    """How the adult stands to the place where it happened."""

    LOCAL_RESIDENT = "local_resident"
    DOMESTIC_TRAVELLER = "domestic_traveller"
    FOREIGN_TOURIST = "foreign_tourist"
    BUSINESS_TRAVELLER = "business_traveller"
    EXPATRIATE = "expatriate"
    AID_OR_VOLUNTEER = "aid_or_volunteer"
    MILITARY_OR_PEACEKEEPER = "military_or_peacekeeper"
    TRANSPORT_WORKER = "transport_worker"
    ONLINE_FROM_ABROAD = "online_from_abroad"
    UNKNOWN = "unknown"


class ChildAgeBand(StrEnum):
    """Class edges of releases."""

    FROM_0_TO_9 = "from_0_to_9"
    FROM_10_TO_14 = "from_10_to_14"
    FROM_15_TO_17 = "from_15_to_17"
    UNKNOWN = "unknown"


class TransitionState(StrEnum):
    """Where a handover stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    REVOKED = "revoked"
    PURGED = "purged"


class DeclineReason(StrEnum):
    """Why a recipient said no."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    WRONG_AREA = "wrong_area"
    CONSENT_MISSING = "consent_missing"
    INFORMATION_MISSING = "information_missing"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    OTHER = "other"


class HandoverOutcome(StrEnum):
    """What a recipient says came of it."""

    HELPED = "helped"
    PASSED_ON = "passed_on"
    NOT_POSSIBLE = "not_possible"
    NOT_FOUND = "not_found"
    OPEN = "open"


class DataCategory(StrEnum):
    """What kind of fact leaves, in agreements and grounds."""

    EXISTENCE = "existence"
    IDENTITY = "identity"
    CONTACT = "contact"
    LOCATION = "location"
    FAMILY = "family"
    STORY = "story"
    HEALTH = "health"
    SCHOOLING = "schooling"
    SERVICES = "services"
    LEGAL = "legal"
    OFFENDER = "offender"


class RecipientCategory(StrEnum):
    """To whom."""

    NONE = "none"
    FAMILY = "family"
    MEMBER_ORG = "member_org"
    SERVICE_PROVIDER = "service_provider"
    POLICE_OR_PROSECUTOR = "police_or_prosecutor"
    COURT = "court"
    SOCIAL_SERVICES = "social_services"
    UNHCR = "unhcr"
    EMBASSY = "embassy"
    HOTLINE = "hotline"
    RESEARCHER = "researcher"
    OTHER = "other"


class AccessPurpose(StrEnum):
    """Why somebody opens a record."""

    CASEWORK = "casework"
    SUPERVISION = "supervision"
    REFERRAL = "referral"
    LEGAL = "legal"
    SAFEGUARDING_ALARM = "safeguarding_alarm"
    DATA_SUBJECT_REQUEST = "data_subject_request"
    QUALITY_CHECK = "quality_check"


class ProcessingPurpose(StrEnum):
    """Why a field is held."""

    PROTECT_CHILD = "protect_child"
    RECOVER = "recover"
    REFER = "refer"
    JUSTICE = "justice"
    ACCOUNT = "account"
    RUN_DIRECTORY = "run_directory"
    RIGHTS = "rights"
    STATISTICS = "statistics"
    LINKAGE_COUNTING = "linkage_counting"


class RetentionClass(StrEnum):
    """How long a record is kept."""

    CONCERN_UNFOUNDED = "concern_unfounded"
    CONCERN_NOT_ENOUGH_INFORMATION = "concern_not_enough_information"
    CONCERN_CLOSED = "concern_closed"
    CASE_VICTIM = "case_victim"
    CASE_AT_RISK = "case_at_risk"
    REPORTER_IDENTITY = "reporter_identity"
    ALLEGED_OFFENDER = "alleged_offender"
    PRIVILEGED = "privileged"
    JOURNAL = "journal"
    CONSENT_LEDGER = "consent_ledger"
    IMPORT_BATCH = "import_batch"


class DutyKind(StrEnum):
    """What somebody owes, with a due time."""

    FIRST_CONTACT = "first_contact"
    INITIAL_ASSESSMENT = "initial_assessment"
    PLAN_DUE = "plan_due"
    SERVICE_DUE = "service_due"
    REFERRAL_ANSWER = "referral_answer"
    TRANSFER_ANSWER = "transfer_answer"
    ARRIVAL_CONFIRMATION = "arrival_confirmation"
    HANDOVER_ACCEPT = "handover_accept"
    APPROVAL_ANSWER = "approval_answer"
    RISK_REVIEW = "risk_review"
    PLAN_REVIEW = "plan_review"
    BEST_INTERESTS_REVIEW = "best_interests_review"
    MILESTONE_FOLLOW_UP = "milestone_follow_up"
    AFTER_CARE_CONTACT = "after_care_contact"
    CONSENT_RENEWAL = "consent_renewal"
    CONTACT_SAFETY_CHECK = "contact_safety_check"
    MANDATED_REPORT = "mandated_report"
    PURGE_CONFIRMATION = "purge_confirmation"
    HANDOVER_OUTCOME = "handover_outcome"
    FEEDBACK_READ = "feedback_read"
    CHILD_NOT_SAFE = "child_not_safe"
    CHILD_IN_CRISIS = "child_in_crisis"
    SECOND_INTERVIEW = "second_interview"
    CHILD_PUNISHED = "child_punished"
    LIMITATION_DATE = "limitation_date"
    SUBJECT_REQUEST_ANSWER = "subject_request_answer"
    BREAK_GLASS_REVIEW = "break_glass_review"
    HOLD_REVIEW = "hold_review"
    RETENTION_ACTION = "retention_action"
    SUPERVISION_SESSION = "supervision_session"
    CAREGIVER_USE_CHECK = "caregiver_use_check"
    DIRECTORY_VETTING = "directory_vetting"
    NETWORK_SEARCH_ANSWER = "network_search_answer"
    REFERRAL_BACK = "referral_back"
    REFERRAL_OUTCOME = "referral_outcome"
    SIGN_GROUND = "sign_ground"
    CASE_NEW_CONCERN = "case_new_concern"
    FILE_LOOKED_AT = "file_looked_at"
    REPORT_ANSWER = "report_answer"
    REPORT_TAKEN_BACK = "report_taken_back"


class Mark(StrEnum):
    """Marks of a field beside the data categories: these two never leave on a ground or an agreement."""

    INTERNAL = "internal"  # never leaves the organisation
    REPORTER = "reporter"  # leaves only by the custodian's own act


type FieldCategory = DataCategory | Mark
