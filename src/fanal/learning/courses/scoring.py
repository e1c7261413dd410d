"""From choices to what somebody sees of an attempt (docs/learning.md, "Scoring"). Pure.

Signal detection: a signal is an act by which somebody tells. d′ and the criterion c as in Green, Swets: Signal
detection theory and psychophysics, 1966; with the log-linear correction of Hautus: Corrections for extreme proportions
and their biasing effects on estimated values of d′, Behavior Research Methods 27, 1995, by which rates of 0 and 1 have
finite values.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from fanal.learning.courses.model import PassRule, Truth
from fanal.learning.courses.paths import Outcome

_QUANTILE = NormalDist().inv_cdf


@dataclass(frozen=True, slots=True)
class Score:
    """Of one attempt, in numbers of situations: `hits` of `concerns`, `false_alarms` of `harmless`, `right` of
    `situations`; `harmful`: harmful acts."""

    situations: int
    right: int
    harmful: int
    concerns: int = 0
    hits: int = 0
    harmless: int = 0
    false_alarms: int = 0

    @property
    def acts_right(self) -> float:
        """Share of situations in which every act was best or acceptable; 0 of none."""
        return self.right / self.situations if self.situations else 0.0

    @property
    def d_prime(self) -> float | None:
        """How well worrying and harmless were told apart, in standard deviations; None without one of both kinds."""
        rates = self._rates()
        return _QUANTILE(rates[0]) - _QUANTILE(rates[1]) if rates else None

    @property
    def criterion(self) -> float | None:
        """Above 0: rather silent; below: rather telling. None as `d_prime`."""
        rates = self._rates()
        return -(_QUANTILE(rates[0]) + _QUANTILE(rates[1])) / 2 if rates else None

    def _rates(self) -> tuple[float, float] | None:
        if not self.concerns or not self.harmless:
            return None
        return (self.hits + 0.5) / (self.concerns + 1), (self.false_alarms + 0.5) / (self.harmless + 1)

    def passes(self, rule: PassRule) -> bool:
        """Whether it is enough. A rate without situations of its kind is not asked for."""
        return (
            self.situations > 0
            and self.right >= _at_least(rule.acts_right, self.situations)
            and self.harmful <= rule.harmful
            and (rule.hit_rate is None or self.hits >= _at_least(rule.hit_rate, self.concerns))
            and (rule.false_alarm_rate is None or self.false_alarms <= _at_most(rule.false_alarm_rate, self.harmless))
        )


_NEARLY = 1e-9
"""A share such as 0.80 is no exact number: 8 of 10 reach it."""


def _at_least(share: float, number: int) -> float:
    return share * number - _NEARLY


def _at_most(share: float, number: int) -> float:
    return share * number + _NEARLY


def score(outcomes: Iterable[tuple[Truth, Outcome]]) -> Score:
    """The score of a form, by what each of its situations is and what came of it. Of an unclear one acts count alone:
    to note and to tell are both right."""
    rows = list(outcomes)
    worrying = [one for truth, one in rows if truth is Truth.CONCERN]
    harmless = [one for truth, one in rows if truth is Truth.NO_CONCERN]
    return Score(
        situations=len(rows),
        right=sum(one.right for _truth, one in rows),
        harmful=sum(one.harmful for _truth, one in rows),
        concerns=len(worrying),
        hits=sum(one.told for one in worrying),
        harmless=len(harmless),
        false_alarms=sum(one.told for one in harmless),
    )
