"""Whether "word.word" is the name of a place on the net, or a sentence whose writer left out a space.

Endings are of two kinds. A *plain* ending (`com`, `ru`, `onion`) makes a domain wherever it stands. An ending that is
also a *word* (`in`, `it`, `de`, `today`) makes one unless the rest reads like a sentence.
"""

import re
from dataclasses import dataclass
from functools import cache

from fanal.vocabulary.countries import CountryStatus, countries

GENERIC = "com|net|org|info|biz|xyz|onion|i2p|io|gg|ru|xxx"  # safe after the spoken word "dot"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLAIN = _words(
    "com net org info biz xyz onion i2p bit eth xxx edu gov mobi asia dev app icu porn webcam website wiki blog "
    "uk eu su ac рф укр"
)
_WORD_COUNTRIES = _words(
    "in is it so to at be by me my no us am as do la de es et il je ne se si ca sa ma au ni vu ai al su va ao na um "
    "li im er ke pa"
)
_WORDS = _words(
    "today one club live life love money house school taxi baby kids men win work fun top page site online video "
    "photo photos pics group world zone chat social email name pro center agency bar cafe beer pub run red blue pink "
    "black best cool sexy sex adult cam dating tube link click download stream media news press shop store travel "
    "tours flights holiday express plus cash rent vip lol wtf date singles jobs cat post host space tech cloud gallery "
    "movie film party dog toys town city family int mil бел рус сайт онлайн дети москва ไทย 中国 中國 台湾 香港 भारत "
    "مصر عمان امارات السعودية ایران شبكة موقع"
)
# Names on the net that are one letter long; any other single letter before a dot is an abbreviation.
_ONE_LETTER = frozenset({"t.me", "t.co", "x.com", "g.co", "m.me"})
_ABBREVIATIONS = _words(
    "mr mrs ms dr st ste no nr tel ref vs prof art ave rd approx dept hr min max pp vol fig sr jr sra srta av núm mme "
    "mlle bd inc ltd corp pvt co ул пр стр тел др"
)
_SITE_WORDS = re.compile(
    r"\b(?:site|website|web|webpage|page|visit|domain|address|link|url|sitio|p[aá]gina|enlace|lien|adresse|seite|сайт)"
    r"\s*(?:is|es|est|:|called|named)?\s*[\"'«“]?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[ \t]+[^\W_]")  # a space and a word: the sentence goes on


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that has the form of a domain: its labels and its ending as written, and the text around it.

    `certain`: a path or port follows, or a dot was spelled out on purpose; then only the ending must exist.
    """

    labels: list[str]
    ending: str
    certain: bool
    before: str
    after: str

    def is_domain(self) -> bool:
        kind = self.ending.casefold()
        if kind not in _endings() and not kind.startswith("xn--"):
            return False
        if self.certain or f"{self._last}.{kind}" in _ONE_LETTER:
            return True
        if len(self._last) == 1 or self._is_number(kind) or self._is_plate():
            return False
        return not (kind in _WORD_COUNTRIES or kind in _WORDS) or self._stands_alone()

    @property
    def _last(self) -> str:
        return self.labels[-1].casefold()

    def _is_number(self, kind: str) -> bool:
        """3.50 or 10.am; but 123.com is a domain."""
        return not any(map(str.isalpha, self._last)) and not (kind in _PLAIN and len(self._last) > 2)

    def _is_plate(self) -> bool:
        """AB.12.CD: number plates and initials, in capitals and short."""
        parts = [*self.labels, self.ending]
        return len(self.ending) == 2 and all(part.upper() == part and len(part) <= 3 for part in parts)

    def _stands_alone(self) -> bool:
        """Whether an ending that is also a word is meant as an ending."""
        if self._last in _ABBREVIATIONS or (self.ending.isascii() and self.ending.istitle()):
            return False  # "Dr.No", "at home.It was late"
        if _SITE_WORDS.search(self.before):
            return True
        return self.ending.isascii() and not _GOES_ON.match(self.after)


@cache
def _endings() -> frozenset[str]:
    official = (found for found in countries(demonstration=False) if found.status is CountryStatus.OFFICIAL)
    return _PLAIN | _WORDS | {found.alpha2.lower() for found in official}
