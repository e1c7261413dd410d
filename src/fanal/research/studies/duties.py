"""Duties of studies: a statistician answers in 30 days, a review takes 10."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import Role
from fanal.research.contracts import REVIEWER
from fanal.research.duties import REVIEW_DAYS, ByRole, of_adviser, of_house, of_maker
from fanal.vocabulary.words import gettext_noop

STATISTICIAN = register(
    DutyKind(
        "research_statistician",
        gettext_noop("You were asked to look at a study: sign it, or say why not"),
        timedelta(days=30),
        Target.role(Role.MANAGER),
    )
)
REVIEW = of_house(
    "study_review", gettext_noop("A study waits for a second person to review it"), REVIEW_DAYS, Target.grant(REVIEWER)
)
ETHICS = of_adviser(
    "study_ethics",
    gettext_noop("A study waits for the ethics reviewer: say yes or no"),
    REVIEW_DAYS,
    Role.ETHICS_REVIEWER,
)
ADVISER = of_adviser(
    "study_adviser",
    gettext_noop("A study waits for the survivor adviser: say yes or no"),
    REVIEW_DAYS,
    Role.SURVIVOR_ADVISER,
)
AGREE: ByRole = {REVIEWER: REVIEW, Role.ETHICS_REVIEWER: ETHICS, Role.SURVIVOR_ADVISER: ADVISER}
"""Who must agree before a study is published, and the duty of each."""
TO_SIGN = of_house(
    "study_sign",
    gettext_noop("A study waits for the signature of a key keeper"),
    REVIEW_DAYS,
    Target.role(Role.KEY_KEEPER),
)
COMPUTE = of_maker("study_compute", gettext_noop("Your study is registered, and its table is there: compute it"))
NO_TABLE = of_maker(
    "study_no_table", gettext_noop("The linkage run of your study ended without a result: stop the study")
)
COMPUTED = of_maker("study_computed", gettext_noop("Your study is computed: ask a statistician from outside"))
DECLINED = of_maker(
    "study_declined", gettext_noop("A statistician did not sign your study: read why, then ask another or compute anew")
)
SIGNED = of_maker("study_signed", gettext_noop("A statistician signed your study: send it to review"))
RETURNED = of_maker("study_returned", gettext_noop("Your study was sent back: read why, then send it to review again"))
VETOED = of_maker("study_vetoed", gettext_noop("An adviser stopped your study: read why"))
APPROVED = of_maker("study_approved", gettext_noop("Everybody agreed to your study: publish it"))
MAKERS = (COMPUTE, NO_TABLE, COMPUTED, DECLINED, SIGNED, RETURNED, VETOED, APPROVED)
"""For what a study comes back to whoever made it."""
