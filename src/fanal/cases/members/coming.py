"""What came from another member, field by field, for the form that opens a file (CM-5)."""

from typing import Any

from fanal.cases.model.declared import Field
from fanal.cases.opening.prefill import Prefill
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import pack
from fanal.passing.api import Read

_MANY = frozenset({"code_list", "lang_list", "country_list", "text_list"})


def prefill(read: Read[PackContent]) -> Prefill:
    """What stands filled in: what came after the card, where the form asks for it. The first of several counts."""
    values: dict[str, Any] = {}
    for some in (read.additions, *read.later.values()):
        for one in some.items if some else ():
            if not one.field.startswith("referral.") and one.field != pack.LEFT:
                values.setdefault(one.field, _value(pack.field_at(one.field), one))
    country = next((one.codes[0] for one in read.payload.items if one.field == "card.country"), "")
    values.setdefault("case.country_of_harm", country)
    return Prefill({path: value for path, value in values.items() if value not in (None, "", ())})


def _value(field: Field, one: PackItem) -> Any:
    if field.kind in _MANY:
        return one.codes
    if field.kind == "bool":
        return one.codes[0] == "yes"
    if field.kind == "int":
        return int(one.text) if one.text.isdecimal() else None
    return one.codes[0] if one.codes else one.text
