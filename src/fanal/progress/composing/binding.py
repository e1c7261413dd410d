"""Numbers and articles in a text, and whether each is bound: the block that is named behind it shows the very same.

`[3]` behind a number names block 3 of the document, `[3, 5]` two of them. A number is bound where a block that is named
next behind it, in the same paragraph, prints that number; an article where that block is law and shows that article.
Any digits of any script are numbers, and so are ½, ² and Ⅳ. A number is read with its sign, with what multiplies it
(k, million, 10⁶) and with %, ‰ or the sign of a currency: −12.5 is not 12.5. A sign that is not written, as in "12.5
per cent", may stand in the block. Other words for numbers are not looked for. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_POINTS, _GROUPS = ".,٫", ".,٬'’\u00a0\u202f\u2009"
_DIGITS: Final = r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,٫٬'’\u00a0\u202f\u2009]\d+)*"
_SPACE, _MONEY = r"[ \u00a0\u2009\u202f]?", r"[$€£¥₩₪₫₦₭₮₱₲₴₵₸₹₺₽₾₿฿៛]"
_MANY: Final = "|".join((
    r"thousands?|millions?|billions?|trillions?|lakhs?|crores?|mille|milliers?|milliards?|mil|mill[oó]n(?:es)?",
    r"bill[oó]n(?:es)?|mill?i?ard(?:en|i)?|million(?:en|i)|mln|mld|mds?|mio|mrd|bn|ألف|آلاف|مليون|ملايين|مليار|مليارات|тыс|млн|млрд",
))  # fmt: skip
_TIMES: Final = (
    rf"[eE][+-]?\d+(?!\w)|[⁰¹²³⁴-⁹⁻¼-¾⅐-⅞]+|{_SPACE}[×·*^]{_SPACE}[+−-]?\d+[⁰¹²³⁴-⁹⁻]*"
    rf"|{_SPACE}(?:[kMG]|[bmt]n)(?![^\W\d_])|[KmgbB](?![^\W\d_])|[ \u00a0\u2009\u202f\-‐‑]?(?i:{_MANY})(?![^\W_])"
    r"|[万亿億萬千百]"
)
_UNIT: Final = rf"{_SPACE}(?:[%٪％﹪‰؉‱؊]|{_MONEY})"
_NUMBER: Final = re.compile(
    rf"(?P<sign>(?<![\w%٪‰)])(?:[+\-‐‑‒–﹣－]|[−±]\s?))?(?P<before>(?:%|٪|{_MONEY}){_SPACE})?"
    rf"(?P<digits>{_DIGITS})(?P<times>(?:{_TIMES})*)(?P<unit>{_UNIT})?"
)
_ALIKE: Final = str.maketrans("‐‑‒–﹣－−٪％﹪؉؊", "-------%%%‰‱", " \u00a0\u2009\u202f")
_BESIDE: Final = ("sign", "before", "times", "unit")
_PLAIN: Final = re.compile(rf"[%‰‱]|{_MONEY}")
_CITES: Final = re.compile(r"\[\s*\d{1,4}(?:\s*[,;،]\s*\d{1,4})*\s*\](?:\s*\[\s*\d{1,4}(?:\s*[,;،]\s*\d{1,4})*\s*\])*")
_WORD: Final = "|".join((
    r"articles?|arts?\.?|sections?|secs?\.?|ss?\.|§§?|artículos?|sección|secciones",
    r"artigos?|artikel|madde|điều|статья|статьи|ст\.",
    "المادة|المادتين|المواد|مادة",
    "មាត្រា|अनुच्छेद|धारा|第",
))  # fmt: skip
_BASE: Final = r"\d+(?:[-–.]\d+)*(?:[A-Za-z]{1,3}(?!\w))?"
_ARTICLE: Final = re.compile(rf"(?<!\w)(?:{_WORD})\s*({_BASE}|[IVXLC]+(?!\w))", re.IGNORECASE)
_LABEL: Final = re.compile(rf"{_BASE}|(?<!\w)[IVXLC]+(?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A number or an article in a text: where it stands, and what it may mean."""

    start: int
    end: int
    words: str
    means: frozenset[str]
    article: bool = False


@dataclass(frozen=True, slots=True)
class Shows:
    """What a block shows: numbers, and articles where it is law."""

    numbers: frozenset[str]
    articles: frozenset[str] = frozenset()

    def has(self, token: Token) -> bool:
        return bool(token.means & (self.articles if token.article else self.numbers))


@dataclass(frozen=True, slots=True)
class Unbound:
    """A number or an article that no block behind it shows. `helps`: blocks of the document that do."""

    token: Token
    helps: tuple[int, ...]


def shows(text: str, labels: Sequence[str] = (), *, law: bool = False) -> Shows:
    """What a block shows that prints a text, and has articles with these labels."""
    numbers = {means for token in tokens(text) if not token.article for means in token.means}
    inside = {means for token in tokens(text) if token.article for means in token.means}
    numbers |= {means for one in inside for token in _numbers(one, 0) for means in token.means}
    numbers |= {_PLAIN.sub("", means) for means in numbers}
    named = {_base(found[0]) for one in labels if (found := _LABEL.search(one))}
    return Shows(frozenset(numbers), frozenset(named | inside) if law else frozenset())


def tokens(text: str) -> Iterator[Token]:
    """Numbers and articles in their order, without the names of blocks."""
    held = [found.span() for found in _CITES.finditer(text)]
    taken = list(held)
    found = []
    for one in _ARTICLE.finditer(text):
        if not _within(one.span(), taken):
            found.append(Token(*one.span(), one[0], frozenset({_base(one[1])}), article=True))
            taken.append(one.span())
    found += [one for one in _numbers(text, 0) if not _within((one.start, one.end), taken)]
    yield from sorted(found, key=lambda one: one.start)


def _within(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in taken)


def _numbers(text: str, start: int) -> Iterator[Token]:
    at = start
    for one in _NUMBER.finditer(text):
        yield from _signs(text, at, one.start())
        yield Token(*one.span(), one[0], _means(one))
        at = one.end()
    yield from _signs(text, at, len(text))


def _means(found: re.Match[str]) -> frozenset[str]:
    """What a number may mean with all that belongs to it: a unit before it is one behind it."""
    sign, before, times, unit = (_latin(found[one] or "").translate(_ALIKE) for one in _BESIDE)
    return frozenset(f"{sign}{value}{times.casefold()}{before}{unit}" for value in values(found["digits"]))


def _signs(text: str, start: int, end: int) -> Iterator[Token]:
    """½, ², Ⅳ and the like."""
    for at in range(start, end):
        sign = text[at]
        if sign > "\x7f" and unicodedata.category(sign) in {"No", "Nl"}:
            yield Token(at, at + 1, sign, frozenset({f"{unicodedata.numeric(sign):g}"}))


def _latin(text: str) -> str:
    """With the digits 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign for sign in text)


def values(words: str) -> frozenset[str]:
    """What a number may mean: 1,234 is a thousand or one and a bit, as the language has it."""
    plain = _latin(words)
    parts = re.split(r"\D", plain)
    if len(parts) == 1:
        return frozenset({_whole(plain)})
    signs = [one for one in plain if not one.isdigit()]
    found = set()
    if all(len(one) == 3 for one in parts[1:]) and len(parts[0]) <= 3 and len(set(signs)) == 1:
        found.add(_whole("".join(parts)))
    if signs[-1] in _POINTS and (
        len(signs) == 1 or (all(one in _GROUPS for one in signs[:-1]) and signs[-1] not in signs[:-1])
    ):
        rest = parts[-1].rstrip("0")
        whole = _whole("".join(parts[:-1]))
        found.add(f"{whole}.{rest}" if rest else whole)
    return frozenset(found or {plain})


def _whole(digits: str) -> str:
    return digits.lstrip("0") or "0"


_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _base(label: str) -> str:
    """An article as it is compared: its number, without paragraphs."""
    plain = _latin(label).replace("–", "-").lower()
    if not plain or plain[0].isdigit():
        return plain
    total = 0
    for sign, after in zip(plain, [*plain[1:], ""], strict=True):
        value = _ROMAN[sign]
        total += -value if after and _ROMAN[after] > value else value
    return str(total)


def cited(words: str) -> tuple[int, ...]:
    """The blocks that are named in brackets."""
    return tuple(int(_latin(one)) for one in re.findall(r"\d+", words))


def all_cited(text: str) -> list[int]:
    """The blocks that a text names."""
    return [one for found in _CITES.finditer(text) for one in cited(found[0])]


def renumbered(text: str, numbers: Mapping[int, int]) -> str:
    """A text with the names of blocks as they are printed."""
    return _CITES.sub(lambda found: "".join(f"[{numbers.get(one, one)}]" for one in cited(found[0])), text)


def unbound(text: str, shown: Mapping[int, Shows]) -> list[Unbound]:
    """What of a text is not bound. `shown`: by its number what each block shows."""
    found = []
    ends = [found.start() for found in re.finditer("\n", text)] + [len(text)]
    names = [(one.start(), cited(one[0])) for one in _CITES.finditer(text)]
    for token in tokens(text):
        end = next(one for one in ends if one >= token.end or one == len(text))
        behind = next((blocks for at, blocks in names if token.end <= at <= end), ())
        if not any(number in shown and shown[number].has(token) for number in behind):
            found.append(Unbound(token, tuple(number for number, one in shown.items() if one.has(token))))
    return found


def untold(title: str, shown: Mapping[int, Shows]) -> list[Unbound]:
    """What of a title, which names no blocks, none of the document shows."""
    return [Unbound(token, ()) for token in tokens(title) if not any(one.has(token) for one in shown.values())]
