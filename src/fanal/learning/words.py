"""What codes of courses are called, for people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.courses.model import Audience, CourseKind, Truth, Value
from fanal.learning.courses.translating import TextState

AUDIENCES: Mapping[Audience, Promise] = {
    Audience.TOURISM: lazy("People who work in travel and tourism"),
    Audience.CAREGIVER: lazy("People who care for children"),
    Audience.CASEWORKER: lazy("Caseworkers"),
    Audience.MEMBER_STAFF: lazy("Staff of members"),
}
KINDS: Mapping[CourseKind, Promise] = {
    CourseKind.NOTICE: lazy("to tell what is worrying from what is not"),
    CourseKind.RESPOND: lazy("to do what helps"),
    CourseKind.OUTLINE: lazy("an outline, not to be played yet"),
}
TRUTHS: Mapping[Truth, Promise] = {
    Truth.CONCERN: lazy("worrying"),
    Truth.NO_CONCERN: lazy("harmless"),
    Truth.UNCLEAR: lazy("not clear"),
    Truth.RESPOND: lazy("asks for a response"),
}
JUDGEMENTS: Mapping[Value, tuple[Promise, str]] = {
    Value.BEST: (lazy("Right"), "good"),
    Value.ACCEPTABLE: (lazy("Right too"), "good"),
    Value.WRONG: (lazy("Does not help"), "neither"),
    Value.HARMFUL: (lazy("Can do harm"), "bad"),
}
"""By what a choice is worth: what a learner reads, and how it is drawn."""
NEEDLESS = lazy("Not needed; nobody minds")
"""What is said of telling where there is no concern."""
TEXT_STATES: Mapping[TextState, tuple[Promise, str]] = {
    TextState.MISSING: (lazy("missing"), "danger"),
    TextState.STALE: (lazy("the source is another by now"), "soon"),
    TextState.THERE: (lazy("there"), ""),
}
VARIED: Mapping[str, Promise] = {
    "guest_origin": lazy("where a guest seems to come from"),
    "wealth": lazy("how wealthy somebody seems"),
    "adult_gender": lazy("whether an adult is a man or a woman"),
    "child_gender": lazy("whether a child is a girl or a boy"),
    "child_disability": lazy("whether a child has a disability"),
    "language": lazy("which language somebody speaks"),
}
"""What differs between the two arms of a pair."""
USES: Mapping[str, Promise] = {
    "pre": lazy("before the course"),
    "final": lazy("at the end"),
    "follow_up": lazy("after 30 and 90 days"),
}
