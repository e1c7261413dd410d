"""How a release is cited: in words, for reference managers (BibTeX, RIS), and for those that read the page itself."""

from dataclasses import dataclass
from datetime import date

from fanal.engines.disclosure.contracts import Bundle
from fanal.research.models import Release
from fanal.research.releases import dois

KINDS = {"bibtex": "techreport", "ris": "RPRT", "dublin core": "Text"}
"""A release is a report with a number, here as in `citation_technical_report_number`: a reference that is taken from
the page and one that is taken from a file are the same."""
LICENCE, LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
_TEX = str.maketrans({one: f"\\{one}" for one in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"})


@dataclass(frozen=True, slots=True)
class Cited:
    """What of a release is cited. `address`: of this version; its bytes never change. `sha256`: of the ZIP."""

    publisher: str
    title: str
    number: str
    version: int
    day: date
    sha256: str
    address: str
    doi: str = ""

    @property
    def words(self) -> str:
        """As it stands in a list of references."""
        about = f"{self.publisher} ({self.day.year}). {self.title}. {self.number}, version {self.version}."
        where = f"{self.doi_address}. {self.address}" if self.doi else self.address
        return f"{about} {where}. SHA-256 {self.sha256}. {LICENCE}."

    @property
    def doi_address(self) -> str:
        """Where the DOI leads on from."""
        return f"{dois.RESOLVER}{self.doi}"

    @property
    def note(self) -> str:
        """What no field of a reference manager is there for."""
        return f"Version {self.version}. SHA-256 {self.sha256}. {LICENCE}."

    @property
    def bibtex(self) -> str:
        """One entry. Names of organisations are kept whole by a second pair of braces."""
        fields = {
            "author": f"{{{_tex(self.publisher)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "institution": _tex(self.publisher),
            "year": str(self.day.year),
            "month": str(self.day.month),
            "number": self.number,
            **({"doi": self.doi} if self.doi else {}),
            "url": self.address,
            "note": _tex(self.note),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@{KINDS['bibtex']}{{{self.number}-v{self.version},\n{lines}\n}}\n"

    @property
    def ris(self) -> str:
        """One entry, with the line ends of the format."""
        lines = (
            ("TY", KINDS["ris"]), ("ID", f"{self.number}-v{self.version}"), ("AU", _line(self.publisher)),
            ("TI", _line(self.title)), ("PY", str(self.day.year)), ("DA", f"{self.day:%Y/%m/%d}"),
            ("PB", _line(self.publisher)), ("M1", self.number), ("ET", str(self.version)),
            *((("DO", self.doi),) if self.doi else ()), ("UR", self.address), ("N1", _line(self.note)), ("ER", ""),
        )  # fmt: skip
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)

    @property
    def meta(self) -> tuple[tuple[str, str], ...]:
        """Names and contents for the head of the page: `citation_*` and Dublin Core."""
        return (
            ("citation_title", self.title),
            ("citation_author", self.publisher),
            ("citation_publication_date", f"{self.day:%Y/%m/%d}"),
            ("citation_technical_report_institution", self.publisher),
            ("citation_technical_report_number", self.number),
            ("citation_public_url", self.address),
            *((("citation_doi", self.doi), ("DC.identifier", f"doi:{self.doi}")) if self.doi else ()),
            ("DC.title", self.title),
            ("DC.creator", self.publisher),
            ("DC.publisher", self.publisher),
            ("DC.date", self.day.isoformat()),
            ("DC.type", KINDS["dublin core"]),
            ("DC.identifier", self.address),
            ("DC.rights", LICENCE_URL),
        )


def cited(release: Release, bundle: Bundle, address: str) -> Cited:
    """`address`: of this version, with its host."""
    day = release.published_at.date()
    publisher = str(bundle.document["publisher"])
    return Cited(publisher, release.title, release.number, release.version, day, release.sha256, address, release.doi)


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)


def _line(text: str) -> str:
    """On one line: what stands after a line end would be another field."""
    return " ".join(text.split())
