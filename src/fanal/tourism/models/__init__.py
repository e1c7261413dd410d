"""Companies and their memberships (docs/tourism.md). All of it is clear: data of firms, and names of contacts, who must
be reached. No free text here names anybody else, and nothing here points to a concern, a file of a child or a
proceeding.

Programmes, criteria and questions are files of the corpus; rows here name them by code and version.
"""

from fanal.tourism.models.companies import Brand, Company, Contact, Mandate, Site, Token
from fanal.tourism.models.evidence import CoachingNote, Evidence, Finding, Verification
from fanal.tourism.models.memberships import (
    Agreement,
    Appeal,
    FeeRecord,
    Membership,
    RevenueDeclaration,
    Sanction,
    Step,
)
from fanal.tourism.models.plans import Action, ActionState, Plan, PlanComment
from fanal.tourism.models.register import RegisterSnapshot
from fanal.tourism.models.reports import AnnualReport, ReportAnswer

__all__ = [
    "Action",
    "ActionState",
    "Agreement",
    "AnnualReport",
    "Appeal",
    "Brand",
    "CoachingNote",
    "Company",
    "Contact",
    "Evidence",
    "FeeRecord",
    "Finding",
    "Mandate",
    "Membership",
    "Plan",
    "PlanComment",
    "RegisterSnapshot",
    "ReportAnswer",
    "RevenueDeclaration",
    "Sanction",
    "Site",
    "Step",
    "Token",
    "Verification",
]
