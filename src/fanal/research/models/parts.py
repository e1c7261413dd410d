"""Why columns of the room are clear, where more than one says it."""

from fanal.vault import Public

ORG = Public("S1", "which organisation")
REFERENCE = Public("S0", "which entry of the catalogue, which is public")
STATE = Public("S1", "how far it is")
PLANNED = Public("S1", "what is planned: variables and rules, no data")
WORDS = Public("S1", "what people write about a plan; no person in it")
PROTECTED = Public("S1", "protected numbers: each withstood the method that made it")
PUBLISHED = Public("S0", "published")
HASH = Public("S0", "SHA-256")
