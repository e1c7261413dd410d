"""Clocks of plans (docs/research.md, "Running it"): the gate answers in 14 days, a review takes 10, an objection 10."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.research.contracts import MAKER, REVIEWER
from fanal.research.duties import GATE_DAYS, MAKER_DAYS, REVIEW_DAYS, ByRole, of_adviser, of_house, of_maker
from fanal.vocabulary.words import gettext_noop

OBJECTION_DAYS = 10

GATE = of_house(
    "gate",
    gettext_noop("A plan to count children waits at the ethics gate: say yes or no"),
    GATE_DAYS,
    Target.role(Role.DATA_PROTECTION_OFFICER),
    Step(timedelta(days=7), Target.network(Role.ANALYST)),
)
GATE_ETHICS = of_adviser(
    "gate_ethics",
    gettext_noop("A plan to count children waits for the ethics reviewer"),
    GATE_DAYS,
    Role.ETHICS_REVIEWER,
)
GATE_ADVISER = of_adviser(
    "gate_adviser",
    gettext_noop("A plan to count children waits for the survivor adviser"),
    GATE_DAYS,
    Role.SURVIVOR_ADVISER,
)
REVIEW = of_house(
    "review", gettext_noop("Tables wait for a second person to review them"), REVIEW_DAYS, Target.grant(REVIEWER)
)
ASSENT_ETHICS = of_adviser(
    "assent_ethics",
    gettext_noop("A release waits for the ethics reviewer: say yes or no"),
    REVIEW_DAYS,
    Role.ETHICS_REVIEWER,
)
ASSENT_ADVISER = of_adviser(
    "assent_adviser",
    gettext_noop("A release waits for the survivor adviser: say yes or no"),
    REVIEW_DAYS,
    Role.SURVIVOR_ADVISER,
)
OBJECTION = register(
    DutyKind(
        "research_objection",
        gettext_noop("A release over several members: object now if it would harm"),
        timedelta(days=OBJECTION_DAYS),
        Target.role(Role.MANAGER),
        (Step(timedelta(0), Target.role(Role.DATA_PROTECTION_OFFICER)),),
    )
)
TO_SIGN = of_house(
    "sign", gettext_noop("A release waits for the signature of a key keeper"), REVIEW_DAYS, Target.role(Role.KEY_KEEPER)
)
REFUSED = of_maker(
    "plan_refused", gettext_noop("The ethics gate said no to your plan: read why, then change it or stop it")
)
PASSED = of_maker("plan_passed", gettext_noop("Your plan has passed the ethics gate: make its tables"))
SENT = of_maker("plan_sent", gettext_noop("Every member has sent its share of your plan: add them up"))
LESS = of_maker(
    "plan_less", gettext_noop("Your tables would tell too much: show less, or change the plan"), announce=False
)
MADE = of_maker("plan_made", gettext_noop("Your tables withstood all attacks: send them to review"), announce=False)
RETURNED = of_maker("plan_returned", gettext_noop("Your tables were sent back: read what must change"))
VETOED = of_maker("plan_vetoed", gettext_noop("An adviser stopped your tables: read why"))
APPROVED = of_maker("plan_approved", gettext_noop("Everybody agreed to your tables: publish them"))
MAKERS = (REFUSED, PASSED, SENT, LESS, MADE, RETURNED, VETOED, APPROVED)
"""For what a plan comes back to whoever made it."""
SHARE = of_house(
    "plan_share",
    gettext_noop("A plan over several members waits for your organisation: take part, then send your share"),
    MAKER_DAYS,
    Target.grant(MAKER),
)
GATES: ByRole = {
    Role.DATA_PROTECTION_OFFICER: GATE, Role.ETHICS_REVIEWER: GATE_ETHICS, Role.SURVIVOR_ADVISER: GATE_ADVISER,
}  # fmt: skip
"""Who answers at the gate of a plan, and the duty of each."""
AGREE: ByRole = {
    REVIEWER: REVIEW, Role.ETHICS_REVIEWER: ASSENT_ETHICS, Role.SURVIVOR_ADVISER: ASSENT_ADVISER,
}  # fmt: skip
"""Who must agree before a release is published, and the duty of each."""
