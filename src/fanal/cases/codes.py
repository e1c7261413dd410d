"""Code lists of the model on which code rests, as enumerations of text; the others are read from it as they are.

The model file has the labels, and a test holds that the codes are the same.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """The six steps of the inter-agency case management guidelines (2014)."""

    IDENTIFICATION = "identification"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    REVIEW = "review"
    CLOSURE = "closure"


class Status(StrEnum):
    """Whether a file is worked on."""

    OPEN = "open"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    VOID = "void"


WORKED_ON: Final = (Status.OPEN, Status.FOLLOW_UP)
ENDED: Final = (Status.CLOSED, Status.VOID)


class Risk(StrEnum):
    """Set by a named worker, never computed."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Standing(StrEnum):
    """Why a child has a file. There is no third value (DNH-18)."""

    VICTIM = "victim"
    AT_RISK = "at_risk"


class SafeContact(StrEnum):
    """Whether the child may be reached, and by whom."""

    NEVER = "never"
    WORKER_ONLY = "worker_only"
    AGREED_TIMES = "agreed_times"
    YES = "yes"


class Channel(StrEnum):
    """A way to reach a child."""

    VOICE_CALL = "voice_call"
    TEXT_MESSAGE = "text_message"
    MESSAGING_APP = "messaging_app"
    EMAIL = "email"
    VISIT_HOME = "visit_home"
    VISIT_SCHOOL = "visit_school"
    THROUGH_SAFE_PERSON = "through_safe_person"
    IN_OUR_OFFICE = "in_our_office"


class ContactRule(StrEnum):
    """What contact of an adult with the child is allowed."""

    FREE = "free"
    SUPERVISED = "supervised"
    WORKER_ONLY = "worker_only"
    NONE = "none"


class Push(StrEnum):
    """A circumstance that pushes a child towards exploitation."""

    POVERTY = "poverty"
    DEBT = "debt"
    EXPECTED_TO_EARN = "expected_to_earn"
    UNSAFE_WORK = "unsafe_work"
    OUT_OF_SCHOOL = "out_of_school"
    NO_BIRTH_REGISTRATION = "no_birth_registration"
    FAMILY_VIOLENCE = "family_violence"
    NEGLECT = "neglect"
    LOSS_OF_CAREGIVER = "loss_of_caregiver"
    CAREGIVER_ILLNESS = "caregiver_illness"
    CAREGIVER_SUBSTANCE_USE = "caregiver_substance_use"
    SUBSTANCE_USE = "substance_use"
    HOMELESSNESS = "homelessness"
    DISPLACEMENT_OR_MIGRATION = "displacement_or_migration"
    DISABILITY_BARRIERS = "disability_barriers"
    MENTAL_DISTRESS = "mental_distress"
    PRIOR_ABUSE = "prior_abuse"
    DISCRIMINATION = "discrimination"
    DISCRIMINATION_GROUP = "discrimination_group"
    PRESSURE_TO_MARRY = "pressure_to_marry"
    THREAT_OR_COERCION = "threat_or_coercion"
    RECRUITER_KNOWN_TO_CHILD = "recruiter_known_to_child"
    PEER_PRESSURE = "peer_pressure"
    ONLINE_CONTACT_PRESSURE = "online_contact_pressure"
    LOCAL_DEMAND = "local_demand"
    CONFLICT_OR_DISASTER = "conflict_or_disaster"
    LEAVING_CARE = "leaving_care"
    OTHER = "other"


class PushState(StrEnum):
    """Where a circumstance stands today."""

    PRESENT = "present"
    EASING = "easing"
    ENDED = "ended"
    UNKNOWN = "unknown"


class NoAction(StrEnum):
    """Why nothing answers a circumstance."""

    CHILD_DECLINED = "child_declined"
    NO_SERVICE_EXISTS = "no_service_exists"
    WAITING_LIST = "waiting_list"
    UNSAFE_TO_ACT_NOW = "unsafe_to_act_now"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    BEYOND_OUR_REACH = "beyond_our_reach"


class Service(StrEnum):
    """A kind of help."""

    SAFE_SHELTER = "safe_shelter"
    EMERGENCY_PROTECTION = "emergency_protection"
    MEDICAL = "medical"
    POST_RAPE_CARE = "post_rape_care"
    MENTAL_HEALTH = "mental_health"
    PSYCHOSOCIAL = "psychosocial"
    SOCIAL_CARE = "social_care"
    LEGAL = "legal"
    POLICE_PROTECTION = "police_protection"
    CHILD_PROTECTION = "child_protection"
    FAMILY_MEDIATION = "family_mediation"
    FAMILY_REUNIFICATION = "family_reunification"
    ALTERNATIVE_CARE = "alternative_care"
    EDUCATION = "education"
    SCHOOL_RETURN = "school_return"
    VOCATIONAL = "vocational"
    LIVELIHOOD = "livelihood"
    CASH_OR_MATERIAL = "cash_or_material"
    FOOD = "food"
    WATER_SANITATION = "water_sanitation"
    DOCUMENTATION_REGISTRATION = "documentation_registration"
    DISABILITY_SUPPORT = "disability_support"
    SUBSTANCE_USE = "substance_use"
    SUPPORT_AFTER_HARMFUL_BEHAVIOUR = "support_after_harmful_behaviour"
    INTERPRETATION = "interpretation"
    PEER_SUPPORT = "peer_support"
    RIGHTS_TRAINING = "rights_training"
    RECOVERY_LABOUR_EXPLOITATION = "recovery_labour_exploitation"
    RECOVERY_SEXUAL_EXPLOITATION = "recovery_sexual_exploitation"
    CAREGIVER_TRAINING = "caregiver_training"
    REINTEGRATION = "reintegration"
    REPATRIATION = "repatriation"
    OTHER = "other"


class ServiceState(StrEnum):
    """Where one piece of help stands."""

    PLANNED = "planned"
    REFERRED = "referred"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly_delivered"
    DECLINED_BY_CHILD = "declined_by_child"
    DECLINED_BY_PROVIDER = "declined_by_provider"
    NO_ANSWER = "no_answer"
    UNAVAILABLE = "unavailable"
    NOT_APPLICABLE = "not_applicable"
    RECEIVED_ELSEWHERE = "received_elsewhere"
    MISSED = "missed"
    CANCELLED = "cancelled"


class GoalState(StrEnum):
    """Where a goal stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    MET = "met"
    REVISED = "revised"
    DROPPED = "dropped"


class Domain(StrEnum):
    """A part of life that is looked at at each milestone."""

    SAFETY = "safety"
    HEALTH = "health"
    MENTAL_HEALTH = "mental_health"
    EDUCATION = "education"
    FAMILY_AND_CARE = "family_and_care"
    LIVELIHOOD = "livelihood"
    LEGAL = "legal"
    VOICE_AND_AGENCY = "voice_and_agency"


class Wellbeing(StrEnum):
    """How a part of life is; words that are never added up (DNH-23)."""

    IN_CRISIS = "in_crisis"
    STRUGGLING = "struggling"
    HOLDING = "holding"
    DOING_WELL = "doing_well"
    NOT_KNOWN = "not_known"


class School(StrEnum):
    """Whether a child goes to school."""

    ATTENDING = "attending"
    IRREGULAR = "irregular"
    DROPPED_OUT = "dropped_out"
    NEVER = "never"
    EXCLUDED = "excluded"
    TOO_YOUNG = "too_young"
    UNKNOWN = "unknown"


class AssessmentKind(StrEnum):
    """Which look it is."""

    RAPID_SAFETY = "rapid_safety"
    INITIAL = "initial"
    COMPREHENSIVE = "comprehensive"
    RISK_REVIEW = "risk_review"
    FAMILY = "family"
    CAREGIVER = "caregiver"
    HEALTH = "health"
    MENTAL_HEALTH = "mental_health"
    EDUCATION = "education"
    ECONOMIC = "economic"
    AGE = "age"
    REINTEGRATION = "reintegration"
    OTHER = "other"


class Milestone(StrEnum):
    """A month after the plan began."""

    MONTH_1 = "month_1"
    MONTH_3 = "month_3"
    MONTH_6 = "month_6"
    MONTH_12 = "month_12"


class FollowUpResult(StrEnum):
    """What came of a contact; that a child declines is a result."""

    DONE = "done"
    CHILD_DECLINED = "child_declined"
    NOT_REACHED = "not_reached"
    MOVED_AWAY = "moved_away"
    UNSAFE_TO_TRY = "unsafe_to_try"
    NOT_DUE = "not_due"


class ConsentAct(StrEnum):
    """What a row of the ledger does."""

    GIVE = "give"
    RENEW = "renew"
    NARROW = "narrow"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"


class ConsentPurpose(StrEnum):
    """What a ground is for."""

    CASE_MANAGEMENT = "case_management"
    REFERRAL = "referral"
    TRANSFER = "transfer"
    FAMILY_TRACING = "family_tracing"
    REPORT_TO_AUTHORITY = "report_to_authority"
    LEGAL_ACTION = "legal_action"
    STATISTICS = "statistics"
    RESEARCH_LINKAGE = "research_linkage"
    CONTINUITY_SEARCH = "continuity_search"
    AFTER_CARE_CONTACT = "after_care_contact"


class GivenBy(StrEnum):
    """Who gave a ground."""

    CHILD = "child"
    PARENT = "parent"
    LEGAL_GUARDIAN = "legal_guardian"
    CAREGIVER = "caregiver"
    APPOINTED_REPRESENTATIVE = "appointed_representative"
    NOBODY = "nobody"


class Assent(StrEnum):
    """What the child said to it."""

    AGREED = "agreed"
    AGREED_IN_PART = "agreed_in_part"
    DISAGREED = "disagreed"
    TOO_YOUNG = "too_young"
    NOT_ASKED = "not_asked"


class Basis(StrEnum):
    """On what a ground rests."""

    CONSENT = "consent"
    VITAL_INTERESTS = "vital_interests"
    LEGAL_OBLIGATION = "legal_obligation"
    PUBLIC_TASK = "public_task"
    CHILD_PROTECTION_BEST_INTERESTS = "child_protection_best_interests"


class Told(StrEnum):
    """Whether the child was told."""

    TOLD = "told"
    TOLD_LATER = "told_later"
    UNSAFE_TO_TELL = "unsafe_to_tell"
    NOT_NEEDED = "not_needed"


class ClosureCheck(StrEnum):
    """What is checked before a file closes."""

    GOALS_REVIEWED = "goals_reviewed"
    RISK_LOW_FOR_90_DAYS = "risk_low_for_90_days"
    CHILD_SEEN_ALONE = "child_seen_alone"
    OFFENDER_CONTACT_ENDED = "offender_contact_ended"
    PUSH_FACTORS_ANSWERED = "push_factors_answered"
    SERVICES_ENDED_OR_HANDED_OVER = "services_ended_or_handed_over"
    LEGAL_OPEN_MATTERS_HANDED_OVER = "legal_open_matters_handed_over"
    CHILD_KNOWS_HOW_TO_RETURN = "child_knows_how_to_return"
    AFTER_CARE_DATE_SET = "after_care_date_set"
    FEEDBACK_OFFERED = "feedback_offered"
    SUPERVISOR_AGREES = "supervisor_agrees"


class CheckAnswer(StrEnum):
    """How a check stands."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"


HELD: Final[Mapping[str, type[StrEnum]]] = {
    "stage": Stage,
    "case_status": Status,
    "risk_level": Risk,
    "standing": Standing,
    "safe_contact": SafeContact,
    "contact_channel": Channel,
    "contact_rule": ContactRule,
    "push_factor": Push,
    "push_factor_state": PushState,
    "no_action_reason": NoAction,
    "service_type": Service,
    "service_state": ServiceState,
    "goal_state": GoalState,
    "wellbeing_domain": Domain,
    "wellbeing_state": Wellbeing,
    "school_status": School,
    "assessment_kind": AssessmentKind,
    "milestone": Milestone,
    "followup_result": FollowUpResult,
    "consent_act": ConsentAct,
    "consent_purpose": ConsentPurpose,
    "consent_given_by": GivenBy,
    "agreement": Assent,
    "lawful_basis": Basis,
    "told": Told,
    "closure_check": ClosureCheck,
    "check_answer": CheckAnswer,
}
"""By name of the list in the model file."""
