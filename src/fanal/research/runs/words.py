"""Words of linkage runs: states, stages, steps, scripts, and what the unit that computes sees and does not see."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.research.runs.turns import RunState

STATES: Mapping[str, Promise] = {
    RunState.DRAFT: lazy("members and unit join, the ethics gate answers"),
    RunState.AGREED: lazy("agreed: each member draws a part of the key"),
    RunState.KEYED: lazy("each member says how many children are on its list"),
    RunState.DECLARED: lazy("each member encodes its list"),
    RunState.SENT: lazy("the unit joins the lists"),
    RunState.COMMITTED: lazy("members reveal their test rows"),
    RunState.REVEALED: lazy("the unit counts"),
    RunState.COUNTED: lazy("counted: everybody confirms that nothing is left"),
    RunState.CLOSED: lazy("closed: nothing of it is left"),
    RunState.STOPPED: lazy("stopped"),
}
TONES: Mapping[str, str] = {RunState.CLOSED: "ok", RunState.COUNTED: "info", RunState.STOPPED: "late"}
STAGES: Mapping[str, Promise] = {
    RunState.DRAFT: lazy("All join"),
    RunState.AGREED: lazy("Each member draws a part of the key"),
    RunState.KEYED: lazy("Two people of each member sign how many children are on its list"),
    RunState.DECLARED: lazy("Each member encodes its list and sends it to the unit"),
    RunState.SENT: lazy("The unit joins the lists and commits to the links"),
    RunState.COMMITTED: lazy("Each member reveals its test rows"),
    RunState.REVEALED: lazy("The unit counts"),
    RunState.COUNTED: lazy("All delete what is left, and confirm it"),
}
STEPS: Mapping[str, Promise] = {
    "asked": lazy("was asked to take part with a list"),
    "joined": lazy("joined"),
    "key": lazy("drew a part of the key"),
    "declared": lazy("said how many children are on the list"),
    "signed": lazy("a second person signed number and definition"),
    "sent": lazy("encoded the list and sent it to the unit"),
    "committed": lazy("joined the lists and committed to that"),
    "revealed": lazy("revealed its test rows to the unit"),
    "counted": lazy("counted; links and test rows are deleted"),
    "refused": lazy("found the links too poor: nothing was written"),
    "deleted": lazy("confirmed that nothing is left"),
}
SCRIPTS: Mapping[str, Promise] = {
    "Latn": lazy("Latin"),
    "Arab": lazy("Arabic"),
    "Cyrl": lazy("Cyrillic"),
    "Deva": lazy("Devanagari"),
    "Thai": lazy("Thai"),
    "Khmr": lazy("Khmer"),
    "Laoo": lazy("Lao"),
    "Mymr": lazy("Myanmar"),
}
SEES = (
    lazy("how many rows each list has"),
    lazy("for each row some dozens of random-looking numbers, made with a key that it never has"),
    lazy("which rows resemble each other, so that families form knots"),
    lazy("afterwards: which rows were fictional test rows, and the counts"),
)
SEES_NOT = (
    lazy("names, years, places, or anything that stands in a row"),
    lazy("the key, or any part of it"),
    lazy("which member has which child"),
)
