"""Who can come before whose courts, for all pairs of states, but for what the law of extradition asks of the act.

The answer of `reach` for a pair falls into what hangs on the persons (nationals, residents), on the relation of the two
states, and on the penalty of the offence. Each is asked once for all profiles that it does not tell apart, so that 195
states need some 40,000 pairs and not as many for each profile, tie and offence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from fanal.engines.arrays import Int8s
from fanal.engines.jurisdiction.cases import reach
from fanal.engines.jurisdiction.model import Corpus, Profile
from fanal.engines.jurisdiction.parts import criminality, offences
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.values import Truth

type Truths = Int8s
type Asking = Callable[[Profile, str, bool, bool], Question]
"""A case of a profile: the person suspected found in a state, its national or not, living there or not."""

TIES = ((False, False), (False, True), (True, False), (True, True))
"""Whether a national, and whether living there."""


@dataclass(frozen=True, slots=True)
class Surrender:
    """`filed`: the states that have a file. All arrays are [from, to] over them."""

    corpus: Corpus
    filed: Sequence[str]
    asking: Asking
    persons: dict[tuple[bool, bool], Truths] = field(default_factory=dict)
    relations: dict[Truth, Truths] = field(default_factory=dict)  # by whether the act is in the scope of the OPSC

    def of(self, profile: Profile) -> Truths:
        """[2, 2, from, to]: not a national or a national; not living there or living there.

        The same for every offence of the goal that covers the conduct, else not known.
        """
        covering = [self._covering(goal, profile) for goal in self.filed]
        act = np.minimum(self._relation(profile), self._grave(profile, covering))
        found = np.stack([np.minimum(self._persons(profile, tie), act) for tie in TIES])
        found[:, :, [not offered for offered in covering]] = Truth.U
        return found.reshape(2, 2, *act.shape)

    def _covering(self, goal: str, profile: Profile) -> list[tuple[str, str]]:
        """Jurisdiction and offence."""
        laws = self.corpus.parts(goal)
        return [(law.jurisdiction, one.id) for law in laws for one in criminality.covering(law, (profile.conduct,))]

    def _persons(self, profile: Profile, tie: tuple[bool, bool]) -> Truths:
        if tie not in self.persons:
            self.persons[tie] = self._pairs(profile, ("nationals", "residents"), tie)
        return self.persons[tie]

    def _relation(self, profile: Profile) -> Truths:
        paid = profile.act.get("commercial")
        within = reach.in_scope(
            reach.OPSC, frozenset({profile.conduct}), None if paid is None else bool(paid), ""
        ).truth
        if within not in self.relations:
            self.relations[within] = self._pairs(profile, ("relation",), (False, False))
        return self.relations[within]

    def _pairs(self, profile: Profile, parts: Iterable[str], tie: tuple[bool, bool]) -> Truths:
        found = []
        for origin in self.filed:
            question = self.asking(profile, origin, *tie)
            found.append([reach.between(question, origin, goal, parts).truth for goal in self.filed])
        return np.array(found, np.int8)

    def _grave(self, profile: Profile, covering: Sequence[Sequence[tuple[str, str]]]) -> Truths:
        """Whether the penalty is as high as the law of extradition asks for; not asked at home."""
        grave = np.full((len(self.filed), len(self.filed)), Truth.T, np.int8)
        kept: dict[object, list[Truth]] = {}  # by months: of each goal
        for row, origin in enumerate(self.filed):
            question = self.asking(profile, origin, False, False)
            months = reach.least_months(question, origin)
            if not months and isinstance(months, int):
                continue
            if months not in kept:
                kept[months] = [_at_least(months, offered, question) for offered in covering]
            grave[row] = kept[months]
            grave[row, row] = Truth.T
        return grave


def _at_least(months: object, offered: Sequence[tuple[str, str]], question: Question) -> Truth:
    """The same for every offence, else not known."""
    if not isinstance(months, int):
        return Truth.U
    laws = question.corpus.laws
    truths = {
        offences.at_least(laws[code], laws[code].offences[one], question, "max_penalty", months).truth
        for code, one in offered
    }
    return truths.pop() if len(truths) == 1 else Truth.U
