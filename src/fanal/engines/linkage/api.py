"""The door to linkage: what members do with their lists, what the unit does with tokens, what both agree on; and how
names are read and compared, for whoever looks for one child."""

from fanal.engines.linkage import files, member, rows, run, trial
from fanal.engines.linkage.features import pairs
from fanal.engines.linkage.files import scheme_of
from fanal.engines.linkage.model import FEWEST_ROWS, ChildRow, LinkageError, Refused, Revealed, RunKey
from fanal.engines.linkage.normalise import readings
from fanal.engines.linkage.people import Style
from fanal.engines.linkage.run import Commitment, Result
from fanal.engines.linkage.terms import PURPOSE, RunAgreement, scheme_for

__all__ = [
    "FEWEST_ROWS", "PURPOSE", "ChildRow", "Commitment", "LinkageError", "Refused", "Result", "Revealed", "RunAgreement",
    "RunKey", "Style", "files", "member", "pairs", "readings", "rows", "run", "scheme_for", "scheme_of", "trial",
]  # fmt: skip
