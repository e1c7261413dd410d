"""A release as files: `bundle` makes them, `read` reads and refuses what is not whole, `signed` looks at the signature.

For the room `research` and for those who read releases without it (`progress`, `justice`); see the modules named here.
"""

from fanal.engines.disclosure.bundle_parts import (
    RELEASE,
    SIGNATURE,
    SOURCE,
    SYNTHETIC,
    SYNTHETIC_ERROR,
    About,
    Bundle,
    Estimated,
    Files,
    Review,
    Statistician,
    SyntheticFiles,
    canonical_json,
)
from fanal.engines.disclosure.bundle_reading import NotWhole, read
from fanal.engines.disclosure.bundle_writing import bundle, synthetic_files
from fanal.engines.disclosure.codebook import CODEBOOK
from fanal.engines.disclosure.packing import from_folder, opened, packed, unpacked
from fanal.engines.disclosure.signatures import PURPOSE, Signature, signature_file, signed

__all__ = [
    "CODEBOOK",
    "PURPOSE",
    "RELEASE",
    "SIGNATURE",
    "SOURCE",
    "SYNTHETIC",
    "SYNTHETIC_ERROR",
    "About",
    "Bundle",
    "Estimated",
    "Files",
    "NotWhole",
    "Review",
    "Signature",
    "Statistician",
    "SyntheticFiles",
    "bundle",
    "canonical_json",
    "from_folder",
    "opened",
    "packed",
    "read",
    "signature_file",
    "signed",
    "synthetic_files",
    "unpacked",
]
