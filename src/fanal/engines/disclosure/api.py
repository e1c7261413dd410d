"""The door to what counts rows and makes synthetic ones. Compiled code comes with it: import it where it is called."""

from fanal.engines.disclosure import synthesis, synthetic_rules
from fanal.engines.disclosure.counting import count

__all__ = ["count", "synthesis", "synthetic_rules"]
