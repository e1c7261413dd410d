"""What is kept of the care of a child: clear columns as the model file names them, all else sealed.

Two sealed records: the child, and one period of work for the child (a case). All other rows belong to one of them
(`files`, `care`: the six steps, `around`: people and law around the child). `search`: how a file is found. Of no child:
who helps (`directory`); `watch`: who of ours looked where, and talks of workers and supervisors.
"""

from fanal.cases.models.around import (
    AllegedOffender,
    Caregiver,
    CareLink,
    CaseProceeding,
    Feedback,
    OwnCode,
    SubjectRequest,
)
from fanal.cases.models.care import (
    Approval,
    Assessment,
    BestInterests,
    CaseLink,
    Closure,
    Conference,
    FollowUp,
    Goal,
    Plan,
    Seat,
    Service,
)
from fanal.cases.models.counts import StatRow
from fanal.cases.models.directory import Provider, ProviderAnswer
from fanal.cases.models.exchange import Export, ExportContent, ImportBatch, Imported, OwnMap
from fanal.cases.models.files import (
    Accepted,
    Act,
    Case,
    CaseRow,
    Child,
    ChildRow,
    Consent,
    ContactSafety,
    Holding,
    Note,
    PushFactor,
    Told,
)
from fanal.cases.models.passing import (
    HandOn,
    ProviderPage,
    Referral,
    Report,
    TakenOver,
    Transition,
    TransitionStep,
    TransitionText,
)
from fanal.cases.models.room import Readiness
from fanal.cases.models.search import NETWORK_SEARCH, NetworkSearch, SearchCard, SearchQuestion, SearchToken
from fanal.cases.models.watch import Alarm, Emergency, Supervision

__all__ = [
    "NETWORK_SEARCH",
    "Accepted",
    "Act",
    "Alarm",
    "AllegedOffender",
    "Approval",
    "Assessment",
    "BestInterests",
    "CareLink",
    "Caregiver",
    "Case",
    "CaseLink",
    "CaseProceeding",
    "CaseRow",
    "Child",
    "ChildRow",
    "Closure",
    "Conference",
    "Consent",
    "ContactSafety",
    "Emergency",
    "Export",
    "ExportContent",
    "Feedback",
    "FollowUp",
    "Goal",
    "HandOn",
    "Holding",
    "ImportBatch",
    "Imported",
    "NetworkSearch",
    "Note",
    "OwnCode",
    "OwnMap",
    "Plan",
    "Provider",
    "ProviderAnswer",
    "ProviderPage",
    "PushFactor",
    "Readiness",
    "Referral",
    "Report",
    "SearchCard",
    "SearchQuestion",
    "SearchToken",
    "Seat",
    "Service",
    "StatRow",
    "SubjectRequest",
    "Supervision",
    "TakenOver",
    "Told",
    "Transition",
    "TransitionStep",
    "TransitionText",
]
