"""Code lists of legal proceedings, as the data model of case management has them: names, order and spelling.

They stand apart from `codes` for the length of that module alone.
"""

from enum import StrEnum


class ProceedingKind(StrEnum):
    """What kind of proceeding it is."""

    INVESTIGATION = "investigation"
    CRIMINAL = "criminal"
    CHILD_PROTECTION = "child_protection"
    CIVIL_COMPENSATION = "civil_compensation"
    STATE_COMPENSATION = "state_compensation"
    EXTRADITION = "extradition"
    MUTUAL_LEGAL_ASSISTANCE = "mutual_legal_assistance"
    IMMIGRATION = "immigration"
    DISCIPLINARY = "disciplinary"


class JurisdictionBasis(StrEnum):
    """Why a state may act; the bases of the engine of law."""

    TERRITORY = "territory"
    FLAG = "flag"
    ACTIVE_NATIONALITY = "active_nationality"
    HABITUAL_RESIDENCE = "habitual_residence"
    PASSIVE_PERSONALITY = "passive_personality"
    PRESENCE = "presence"
    VICARIOUS = "vicarious"
    UNIVERSAL = "universal"
    TREATY = "treaty"


class LegalEventType(StrEnum):
    """What happened in a proceeding on a day."""

    COMPLAINT = "complaint"
    STATEMENT_TAKEN = "statement_taken"
    FORENSIC_INTERVIEW = "forensic_interview"
    ARREST = "arrest"
    CHARGE = "charge"
    BAIL = "bail"
    APPLICATION = "application"
    PLEA = "plea"
    HEARING = "hearing"
    MENTION = "mention"
    TESTIMONY = "testimony"
    JUDGEMENT = "judgement"
    SENTENCING = "sentencing"
    APPEAL = "appeal"
    MLA_REQUEST_SENT = "mla_request_sent"
    MLA_REPLY = "mla_reply"
    EXTRADITION_REQUEST = "extradition_request"
    SURRENDER = "surrender"
    ORDER = "order"
    VISIT_MISSED = "visit_missed"


class LegalOutcome(StrEnum):
    """What came of one event."""

    ADJOURNED_HEARING = "adjourned_hearing"
    ADJOURNED_MENTION = "adjourned_mention"
    ADJOURNED_JUDGEMENT = "adjourned_judgement"
    RULING = "ruling"
    JUDGEMENT = "judgement"
    ORDER_MADE = "order_made"
    APPLICATION_GRANTED = "application_granted"
    APPLICATION_REFUSED = "application_refused"
    WITHDRAWN = "withdrawn"
    NONE = "none"


class OrderGroup(StrEnum):
    """Kinds of orders of a court."""

    CARE_OR_COMMITTAL = "care_or_committal"
    INTERIM_CARE = "interim_care"
    CUSTODY_OR_CONTACT = "custody_or_contact"
    GUARDIANSHIP = "guardianship"
    GUARDIAN_AD_LITEM = "guardian_ad_litem"
    ADOPTION = "adoption"
    FOSTER = "foster"
    SUPERVISION = "supervision"
    MAINTENANCE = "maintenance"
    PROTECTION_OR_EXCLUSION = "protection_or_exclusion"
    ASSESSMENT_OR_COUNSELLING = "assessment_or_counselling"
    EDUCATION_OR_SERVICE = "education_or_service"
    MARRIAGE_ANNULLED = "marriage_annulled"
    COMPENSATION = "compensation"
    OTHER = "other"


class LegalResult(StrEnum):
    """How a proceeding ended."""

    CONVICTED = "convicted"
    CONVICTED_LESSER = "convicted_lesser"
    ACQUITTED = "acquitted"
    DISCONTINUED = "discontinued"
    NO_JURISDICTION = "no_jurisdiction"
    TIME_BARRED = "time_barred"
    ACCUSED_ABSCONDED = "accused_absconded"
    ACCUSED_DIED = "accused_died"
    SETTLED_OUT_OF_COURT = "settled_out_of_court"
    PENDING = "pending"


class ChildRole(StrEnum):
    """How the child stands in a proceeding. There is no code for an accused, and none may be added."""

    VICTIM = "victim"
    WITNESS = "witness"
    CIVIL_PARTY = "civil_party"
    APPLICANT = "applicant"


class ProtectiveMeasure(StrEnum):
    """What protects a child in a proceeding."""

    RECORDED_INTERVIEW = "recorded_interview"
    SINGLE_INTERVIEWER = "single_interviewer"
    VIDEO_LINK = "video_link"
    SCREEN = "screen"
    CLOSED_COURT = "closed_court"
    SUPPORT_PERSON = "support_person"
    GUARDIAN_AD_LITEM = "guardian_ad_litem"
    INTERPRETER = "interpreter"
    IDENTITY_PROTECTED = "identity_protected"
    NO_CONFRONTATION = "no_confrontation"
    TRANSPORT_AND_SAFETY = "transport_and_safety"
    LEGAL_AID = "legal_aid"


class MeasureState(StrEnum):
    """How a protective measure stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    NOT_AVAILABLE = "not_available"
