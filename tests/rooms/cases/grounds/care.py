"""What is said when a child is asked, in tests."""

from typing import Any

BOTH: dict[str, Any] = {
    "given_by": "legal_guardian",
    "child_assented": "agreed",
    "basis": "consent",
    "explained": ("purpose", "how_to_withdraw"),
    "text_read": "1:es",
}
"""The guardian and the child say yes."""
CLINIC: dict[str, Any] = {
    **BOTH,
    "recipients": ("service_provider",),
    "categories": ("contact", "services", "existence"),
}
"""To help by others."""
BEST: dict[str, Any] = {
    "given_by": "child",
    "child_assented": "agreed",
    "basis": "child_protection_best_interests",
    "basis_reason": "Her guardian is the person she is afraid of",
    "child_told": "told",
}
"""A child who was met, without whoever would have to consent."""
