"""The door to what is agreed, said, signed and read: quick to load. What counts and makes rows is in `api`."""

from fanal.engines.disclosure import (
    attacks,
    bundles,
    codebook,
    dp,
    given,
    groups,
    ledger,
    pooled,
    protect,
    refusals,
    synthetic_parts,
)
from fanal.engines.disclosure.accounting import half_width
from fanal.engines.disclosure.attack_limits import LIMITS
from fanal.engines.disclosure.attacks import AttackReport, Shadow, combining
from fanal.engines.disclosure.attacks import text as a9
from fanal.engines.disclosure.attacks.text import Finding
from fanal.engines.disclosure.bundle_parts import SYNTHETIC_PICTURE, SYNTHETIC_PREFIX
from fanal.engines.disclosure.bundles import (
    RELEASE,
    SIGNATURE,
    SOURCE,
    About,
    Bundle,
    Estimated,
    Files,
    NotWhole,
    Review,
    Signature,
    Statistician,
    SyntheticFiles,
)
from fanal.engines.disclosure.classes import canonical, read_classes, record_keys
from fanal.engines.disclosure.codebook import Column, sheets
from fanal.engines.disclosure.cube import combine
from fanal.engines.disclosure.given import Given
from fanal.engines.disclosure.groups import Earlier
from fanal.engines.disclosure.layout import layout
from fanal.engines.disclosure.ledger import MOST_LIFE, MOST_RELEASE
from fanal.engines.disclosure.model import (
    MISSING,
    TOTAL,
    Cell,
    ClassSet,
    CodedTable,
    Coverage,
    Cube,
    DisclosureError,
    NotReleased,
    Policy,
    Protected,
    Refusal,
    Spend,
    State,
    TableSpec,
    Variable,
)
from fanal.engines.disclosure.pooled import Run, Void
from fanal.engines.disclosure.protect import MOST_TABLES, check_policy
from fanal.engines.disclosure.refusals import FEWEST_CHILDREN, MOST_HIDDEN
from fanal.engines.disclosure.tables import lines as cell_lines
from fanal.engines.disclosure.threshold import share

__all__ = [
    "FEWEST_CHILDREN", "LIMITS", "MISSING", "MOST_HIDDEN", "MOST_LIFE", "MOST_RELEASE", "MOST_TABLES", "RELEASE",
    "SIGNATURE", "SOURCE", "SYNTHETIC_PICTURE", "SYNTHETIC_PREFIX", "TOTAL", "About", "AttackReport", "Bundle",
    "Cell", "ClassSet", "CodedTable", "Column", "Coverage", "Cube", "DisclosureError", "Earlier", "Estimated",
    "Files", "Finding", "Given", "NotReleased", "NotWhole", "Policy", "Protected", "Refusal", "Review", "Run",
    "Shadow", "Signature", "Spend", "State", "Statistician", "SyntheticFiles", "TableSpec", "Variable", "Void", "a9",
    "attacks", "bundles", "canonical", "cell_lines", "check_policy", "codebook", "combine", "combining", "dp",
    "given", "groups", "half_width", "layout", "ledger", "pooled", "protect", "read_classes", "record_keys",
    "refusals", "share", "sheets", "synthetic_parts",
]  # fmt: skip
