"""What is quick to load: translations of one language as a file."""

from fanal.engines.language import exchange
from fanal.engines.language.catalogues import SOURCE, CatalogueError
from fanal.engines.language.exchange import Entry
from fanal.engines.language.texts import DESK, parts_of

__all__ = ["DESK", "SOURCE", "CatalogueError", "Entry", "exchange", "parts_of"]
