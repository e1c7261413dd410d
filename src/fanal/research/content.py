"""What of research is sealed. Coded rows and histories are the member's own; nobody else holds a key to them."""

from dataclasses import dataclass
from functools import partial

from fanal.access.contracts import Content, field_of
from fanal.vocabulary.codes import Mark, ProcessingPurpose

_coded = partial(field_of, purpose=ProcessingPurpose.STATISTICS, retention="counts")


@dataclass(frozen=True, slots=True)
class SecretContent(Content):
    """Compartment `content` of a population: the 32 bytes that make its noise, as hexadecimal digits."""

    secret: str = _coded("S3", Mark.INTERNAL)


@dataclass(frozen=True, slots=True)
class RowsContent(Content):
    """Compartment `content` of an import: coded rows, one byte a variable, base64; nothing else of the file.

    `ids`: 16 bytes a row, base64, which follow from its codes: record keys are made of them, so that the same row has
    the same noise, also where the file is read in again.
    """

    columns: tuple[str, ...] = _coded("S3", Mark.INTERNAL, ())
    cohorts: tuple[int, ...] = _coded("S2", Mark.INTERNAL, ())
    codes: tuple[str, ...] = _coded("S3", Mark.INTERNAL, ())
    ids: tuple[str, ...] = _coded("S3", Mark.INTERNAL, ())


@dataclass(frozen=True, slots=True)
class HistoriesContent(Content):
    """Compartment `content` of a study: the capture table as CSV. Amber: deleted twelve months after publication.

    `salt`: of a linkage run, random hexadecimal digits that key the hash of the table: few tables have the same totals.
    `missed`, `false`: how the links of the run are, rates from 0 to 1.
    """

    table: str = _coded("S3", Mark.INTERNAL)
    salt: str = _coded("S3", Mark.INTERNAL, "")
    missed: float = _coded("S1", Mark.INTERNAL, 0.0)
    false: float = _coded("S1", Mark.INTERNAL, 0.0)
