"""What is entered of a person suspected, and what a browser sends."""

from typing import Any

PERSON: dict[str, Any] = {
    "status": "suspected",
    "known": "known",
    "adult_at_time": "yes",
    "relationship": "tourist_or_traveller",
    "mobility": "foreign_tourist",
    "access_to_children_now": "unknown",
    "connected_to_us": "unknown",
    "names": ("Quentin Zwarth",),
}


def posted(entity: str, said: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends of such values."""
    return {f"{entity}_{name}": "\n".join(one) if isinstance(one, tuple) else one for name, one in said.items()}
