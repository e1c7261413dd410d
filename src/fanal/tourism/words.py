"""What codes of this room are called, for people."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.tourism.kinds import SITE_KINDS
from fanal.tourism.membership.appeals import Outcome
from fanal.tourism.membership.deciding import Basis, Ground
from fanal.tourism.membership.duties import LOOKED
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.told import Standing
from fanal.tourism.programmes.model import RevenueClass
from fanal.tourism.reports.reports import NOBODY, TOO_MANY
from fanal.tourism.reports.reports import State as Report
from fanal.tourism.scoring.model import Band
from fanal.tourism.scoring.model import Basis as Says
from fanal.web import api as web

STATES: Mapping[State, tuple[Promise, str]] = {
    State.DRAFT: (lazy("application, not sent yet"), ""),
    State.SUBMITTED: (lazy("sent in"), "info"),
    State.PLAN_REVIEW: (lazy("being looked at"), "info"),
    State.PLAN_APPROVED: (lazy("approved"), "ok"),
    State.INVOICED: (lazy("fee to be paid"), "soon"),
    State.PAID: (lazy("fee paid"), "ok"),
    State.AGREEMENT_SENT: (lazy("agreement to be signed"), "soon"),
    State.ACTIVE: (lazy("member"), "ok"),
    State.REPORT_DUE: (lazy("member, report due"), "soon"),
    State.OVERDUE: (lazy("member, report overdue"), "late"),
    State.SUSPENDED: (lazy("suspended"), "danger"),
    State.LAPSED: (lazy("lapsed"), ""),
    State.WITHDRAWN: (lazy("withdrawn"), ""),
    State.DECLINED: (lazy("declined"), ""),
    State.EXCLUDED: (lazy("excluded"), "danger"),
}
"""By state: words, and how they are drawn."""
STANDINGS: Mapping[Standing, tuple[Promise, str]] = {
    Standing.MEMBER: (lazy("member"), "ok"),
    Standing.OVERDUE: (lazy("member, report overdue"), "soon"),
    Standing.SUSPENDED: (lazy("suspended"), "late"),
}
"""In public; of what ended it is said since when."""
YOU, _OFFICE, _REVIEW = lazy("your company"), lazy("secretariat"), lazy("representative or secretariat")
NOW: Mapping[State, tuple[Promise, Promise]] = {
    State.DRAFT: (lazy("Answer the questions, then send it in."), YOU),
    State.SUBMITTED: (lazy("Somebody takes the application up, as a rule within 14 days."), _REVIEW),
    State.PLAN_REVIEW: (lazy("It is read. You hear yes, or what has to change."), _REVIEW),
    State.PLAN_APPROVED: (lazy("The secretariat tells you the fee. Say meanwhile who signs for you."), _OFFICE),
    State.INVOICED: (lazy("Pay the fee. Nothing is paid here: the secretariat tells you how."), YOU),
    State.PAID: (lazy("Say who signs for your company. The agreement is then here to read."), YOU),
    State.AGREEMENT_SENT: (lazy("Read the agreement, and sign it by typing your name."), YOU),
    State.ACTIVE: (lazy("You are a member. The report is due once a year."), YOU),
    State.REPORT_DUE: (lazy("The time for the yearly report has begun."), YOU),
    State.OVERDUE: (lazy("The yearly report is overdue. Send it as soon as you can."), YOU),
    State.SUSPENDED: (
        lazy(
            "The membership is suspended, and below you read why. The secretariat makes you a member again once that "
            "is mended, or the late report is accepted."
        ),
        YOU,
    ),
    State.LAPSED: (lazy("The membership ended. The secretariat can make you a member again."), _OFFICE),
    State.WITHDRAWN: (lazy("You ended it. You may apply again at any time."), YOU),
    State.DECLINED: (lazy("It was declined. You may appeal, or apply again."), YOU),
    State.EXCLUDED: (lazy("The company was excluded. You may appeal, and apply again after a year."), YOU),
}
"""What happens now, and who has it."""
RETURNED = lazy("It was given back. Change what stands below, then send it in again.")
READ_NOW: tuple[Promise, Promise] = (
    lazy("The report was sent. It is accepted, or you hear what has to change."),
    _REVIEW,
)
DELETED: tuple[Promise, Promise] = (
    lazy("It was deleted, as it asked. Its code in the register is dead."),
    lazy("nobody"),
)
APPEALED: tuple[Promise, Promise] = (
    lazy("You appealed. Two people who did not decide before look at it, and you read what comes of it."), _OFFICE
)  # fmt: skip
HEARD: tuple[Promise, Promise] = (
    lazy("The membership is suspended. You answered: the secretariat reads it, and you read what comes of it."), _OFFICE
)  # fmt: skip
"""The same where the company did its part."""
AFTER_APPEAL: Mapping[State, tuple[Promise, Promise]] = {
    State.DECLINED: (lazy("It was declined, and after your appeal that stands. You may apply again."), YOU),
    State.EXCLUDED: (
        lazy("The company was excluded, and after your appeal that stands. You may apply again after a year."), YOU
    ),
}  # fmt: skip
"""The same where there is no appeal left."""
MOVES: Mapping[str, Promise] = {
    Move.SUBMIT: lazy("Sent in"),
    Move.TAKE_UP: lazy("Taken up"),
    Move.DECLINE: lazy("Declined"),
    Move.RETURN: lazy("Given back"),
    Move.APPROVE: lazy("Yes said"),
    Move.INVOICE: lazy("Fee told"),
    Move.PAY: lazy("Fee paid"),
    "waive_fee": lazy("Fee waived"),
    Move.SEND_AGREEMENT: lazy("Agreement sent"),
    Move.SIGN: lazy("Signed"),
    Move.REPORT_OPENS: lazy("Time for the report"),
    Move.REPORT_ACCEPTED: lazy("Report accepted"),
    Move.REPORT_LATE: lazy("Report late"),
    Move.SUSPEND_LATE: lazy("Suspended, since the report is late"),
    Move.LAPSE: lazy("Lapsed"),
    Move.SUSPEND: lazy("Suspended for cause"),
    Move.EXCLUDE: lazy("Excluded"),
    Move.REINSTATE: lazy("Member again"),
    Move.WITHDRAW: lazy("Withdrawn"),
    Move.AFTER_EXCLUSION: lazy("Applied again"),
    Move.END_OF_VALIDITY: lazy("Ended with its validity"),
    Move.APPLY_AGAIN: lazy("Applied again"),
    LOOKED: lazy("Looked again: the urgent suspension stands"),
    Move.APPEAL: lazy("Decision taken back after an appeal"),
}
"""What was done, in the history."""
BASES: Mapping[Basis, Promise] = {
    Basis.PUBLIC_DECISION: lazy("a public decision of a court or an authority"),
    Basis.VERIFICATION: lazy("a verification by the programme"),
    Basis.ADMISSION: lazy("what the company itself says"),
}
GROUNDS: Mapping[Ground, Promise] = {
    Ground.EXCLUSION: lazy("what the company does excludes it"),
    Ground.INELIGIBLE: lazy("the programme is not for companies of this kind"),
}
OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.UPHELD: lazy("the decision stands"),
    Outcome.TAKEN_BACK: lazy("the decision is taken back"),
    Outcome.WITHDRAWN: lazy("the company took its appeal back"),
}
SECTORS: Mapping[str, Promise] = {
    "accommodation": lazy("accommodation"),
    "tour_operator": lazy("tour operator"),
    "travel_agency": lazy("travel agency"),
    "airline": lazy("airline"),
    "airport": lazy("airport"),
    "ground_transport": lazy("transport on land"),
    "cruise": lazy("cruise"),
    "booking_platform": lazy("booking platform"),
    "ict": lazy("information technology"),
    "association": lazy("association"),
    "volunteering": lazy("volunteering"),
    "events": lazy("events"),
    "frequent_travel_company": lazy("company whose people travel much"),
}
ROLES: Mapping[str, Promise] = {
    "signatory": lazy("signs for the company"),
    "training_lead": lazy("leads the training"),
    "finance": lazy("looks after payments"),
}
"""What a contact does for a firm; focal point and deputies are those with an account."""
KINDS: Mapping[str, Promise] = {code: lazy(name) for code, name in SITE_KINDS.items()}
OPERATED: Mapping[str, Promise] = {
    "owned": lazy("its own"),
    "managed": lazy("managed for somebody else"),
    "franchised": lazy("run by somebody else under the brand"),
}
FEES: Mapping[str, Promise] = {"due": lazy("due"), "waived": lazy("waived"), "paid": lazy("paid")}
DOCUMENTS: Mapping[str, tuple[Promise, str]] = {
    "pending": (lazy("to be looked at"), "soon"),
    "accepted": (lazy("seen"), "ok"),
    "refused": (lazy("does not count"), "late"),
    "taken_back": (lazy("taken back"), ""),
}
"""Where a document stands, and how that is drawn."""
SEEN: Mapping[str, Promise] = {
    "visit": lazy("at the company"),
    "call": lazy("on a call"),
    "share": lazy("in a share of the company"),
}
"""How a reviewer saw a document."""
SAID_BY: Mapping[Says, Promise] = {
    Says.SELF: lazy("the company says so"),
    Says.DOCUMENT: lazy("a reviewer accepted a document"),
    Says.DESK: lazy("a verifier looked at papers"),
    Says.SITE: lazy("a verifier was there"),
}
"""Who says that a level is reached."""
BANDS: Mapping[Band, Promise] = {
    Band.STARTING: lazy("starting"),
    Band.BUILDING: lazy("building"),
    Band.ESTABLISHED: lazy("established"),
    Band.LEADING: lazy("leading"),
}
LEVELS: Sequence[Promise] = (
    lazy("nothing yet"),
    lazy("planned"),
    lazy("begun"),
    lazy("in place"),
    lazy("in place and kept up"),
)
"""How far something is."""
VERIFYING: Mapping[str, Promise] = {"desk": lazy("from a desk"), "visit": lazy("on a visit")}
"""How somebody looks how far a company is."""
TIED: Mapping[str, Promise] = {"none": lazy("none"), "yes": lazy("there are some")}
"""What a verifier says of ties."""
PLANS: Mapping[str, tuple[Promise, str]] = {
    "in_review": (lazy("being looked at"), "info"),
    "returned": (lazy("given back"), "soon"),
    "approved": (lazy("approved"), "ok"),
    "superseded": (lazy("replaced by a later one"), ""),
}
"""A version of a plan, and how that is drawn."""


def share(value: float) -> str:
    """A share of the whole, in hundredths."""
    return _("%(number)s of 100") % {"number": web.digits(round(100 * value))}


def price(amount: Decimal | int, currency: str) -> str:
    """A fee, in whole units of its currency."""
    return f"{web.digits(int(amount))} {currency}"


def revenue_class(one: RevenueClass, currency: str) -> str:
    """A class of yearly revenue."""
    if one.revenue_up_to is None:
        return _("more than the classes above")
    return _("up to %(most)s %(currency)s") % {"most": web.digits(one.revenue_up_to), "currency": currency}


REPORTS: Mapping[Report, tuple[Promise, str]] = {
    Report.DRAFT: (lazy("being written"), "soon"),
    Report.SENT: (lazy("sent, being read"), "info"),
    Report.RETURNED: (lazy("given back"), "soon"),
    Report.ACCEPTED: (lazy("accepted"), "ok"),
    Report.PUBLISHED: (lazy("accepted, summary published"), "ok"),
}
COUNTS: Mapping[str, tuple[Promise, Promise]] = {
    "sites_in_place": (lazy("Places where it is in place: %(what)s"), lazy("from your plan")),
    "sites_checked": (lazy("Places where it was checked in the year: %(what)s"), lazy("from your plan")),
    "people": (lazy("People who work for the company"), lazy("from your list of people")),
    "people_certified": (lazy("People with a valid certificate"), lazy("from your list of people, and certificates")),
    "people_passed": (lazy("People who passed a course in the year"), lazy("from certificates")),
    "new_people_trained": (
        lazy("New people trained within 60 days of starting"), lazy("from start dates and certificates"),
    ),
}  # fmt: skip
"""What a question counts, and where that comes from."""
FLAGS: Mapping[str, Promise] = {
    NOBODY: lazy("You report that nobody works for the company, and your list has people in posts. How is that?"),
    TOO_MANY: lazy("In one answer the part is larger than the whole. How is that?"),
}
RECOGNITION: Mapping[str, Promise] = {
    "every_criterion_mean_level_at_least": lazy("each criterion is in place on average"),
    "report_published": lazy("the summary of the report is published"),
    "open_sanction": lazy("nothing is open that the company was told"),
    "band": lazy("the score reaches the band that the programme asks for"),
}
"""What recognition asks for."""
