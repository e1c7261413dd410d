"""What no schema can say (being written)."""

from collections.abc import Sequence

from fanal.engines.jurisdiction.reading import Defect, Document


def check(documents: Sequence[Document]) -> list[Defect]:
    return []
