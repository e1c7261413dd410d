"""The port through which routing asks which states can act. Until the law engine lands, nobody can say."""

from typing import Protocol

from fanal.concerns.contracts import ConcernFacts, LegalAnswer, Verdict
from fanal.vocabulary.words import gettext_noop

LAW_NOT_IN_LIBRARY = gettext_noop("The law of this country is not in the library.")


class LegalView(Protocol):
    """Asks the law of `state` about the facts. It gives reasons; it never decides and never sends."""

    def verdict(self, state: str, facts: ConcernFacts) -> Verdict: ...


class NoLibrary:
    """Holds no law, and says so: unknown is never "no"."""

    def verdict(self, state: str, facts: ConcernFacts) -> Verdict:
        return Verdict(state, LegalAnswer.CANNOT_SAY, LAW_NOT_IN_LIBRARY)
