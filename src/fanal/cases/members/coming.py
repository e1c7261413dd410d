"""What came from another member, field by field, for the form that opens a file (CM-5)."""

from contextlib import suppress
from typing import Any

from fanal.cases.opening.prefill import Prefill
from fanal.cases.packed import PackContent
from fanal.cases.passing_on import carried, pack
from fanal.passing.api import Read


def prefill(read: Read[PackContent]) -> Prefill:
    """What stands filled in: what came after the card, where the form asks for it. The first of several counts."""
    values: dict[str, Any] = {}
    for some in (read.additions, *read.later.values()):
        for one in some.items if some else ():
            if not one.field.startswith("referral.") and one.field != pack.LEFT:
                with suppress(ValueError, TypeError):  # what is no such value is read on the handover, as it stands
                    values.setdefault(one.field, carried.value(pack.field_at(one.field), one))
    country = next((one.codes[0] for one in read.payload.items if one.field == "card.country"), "")
    values.setdefault("case.country_of_harm", country)
    return Prefill({path: value for path, value in values.items() if value not in (None, "", ())})
