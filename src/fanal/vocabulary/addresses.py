"""Finds addresses of online material in a text, also spelled ones, and takes them out (DNH-02).

Found are: URLs of any scheme, domains, onion and IPFS names, magnet links and file hashes of sharing networks, IP
addresses, shorteners, and spelled forms (`hxxp`, `[.]`, `(dot)`, `example dot com`, full-width letters, zero-width
characters inside). E-mail addresses stay: they reach a person, not material. A word that only looks like a domain
because somebody left out the space after a full stop stays as well.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

from fanal.vocabulary.domains import GENERIC, Candidate

MARKER = "[address removed]"

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPELLED_DOT = "\ue000"  # a dot that somebody wrote in brackets, on purpose; private use, so no text has it
_OPEN, _CLOSE = r"\s?[\[({<]\s?", r"\s?[\])}>]\s?"
_SPELLINGS = (
    (re.compile(rf"{_OPEN}(?:[.。]|dot|punto|point|ponto|точка){_CLOSE}", re.IGNORECASE), _SPELLED_DOT),
    (re.compile(rf"{_OPEN}(?::|colon){_CLOSE}", re.IGNORECASE), ":"),
    (re.compile(rf"{_OPEN}(?:://){_CLOSE}"), "://"),
    (re.compile(rf"{_OPEN}(?:/|slash){_CLOSE}", re.IGNORECASE), "/"),
    (re.compile(rf"\s(?:dot|punto|point|ponto|точка)\s(?=(?:{GENERIC})\b)", re.IGNORECASE), _SPELLED_DOT),
    (re.compile(r"(?<=\w)(?:\s\.\s?|\.\s)(?=(?:com|onion|org)\b)"), _SPELLED_DOT),
    (re.compile(r"(?<=\bwww)\s?(?:dot|punto|point|ponto|точка|\.)\s?", re.IGNORECASE), "."),
    (re.compile("。"), "."),
)
_TAIL = r"[^\s<>\"«»“”]"
_DOT = rf"[.{_SPELLED_DOT}]"
# Letters of a label: scripts that put spaces between words. Others end a label, or a Thai sentence would be one.
_LETTER = r"A-Za-z0-9\u00C0-\u024F\u0370-\u052F\u0590-\u06FF\u0900-\u097F"
_PLAIN = (
    re.compile(rf"[a-z][a-z0-9+*.-]{{1,15}}\s?:\s?/\s?/\s?{_TAIL}+", re.IGNORECASE),
    re.compile(rf"\bmagnet\s?:\s?\?{_TAIL}*|\burn:bt[im]h:\w+", re.IGNORECASE),
    re.compile(rf"\bwww\d?{_DOT}{_TAIL}+", re.IGNORECASE),
    re.compile(rf"[\w.+-]+@[\w.-]+\.[a-z]{{2,}}[/?#]{_TAIL}+", re.IGNORECASE),
    re.compile(rf"(?<![a-z2-7])[a-z2-7]{{16}}(?:[a-z2-7]{{40}})?{_DOT}onion(?![a-z])(?:[:/]{_TAIL}*)?", re.IGNORECASE),
    re.compile(rf"{_TAIL}{{1,63}}?{_DOT}(?:{GENERIC})/{_TAIL}*", re.IGNORECASE),
    re.compile(r"\b(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|baf[a-z2-7]{50,})\b(?:/\S*)?"),
    re.compile(r"\b(?:[0-9a-f]{40}|[0-9a-f]{64}|[a-z2-7]{56})\b", re.IGNORECASE),
)
_DOMAIN = re.compile(
    rf"(?<![{_LETTER}@._-])(?P<labels>(?:[{_LETTER}](?:[{_LETTER}_-]{{0,61}}[{_LETTER}])?{_DOT}){{1,8}})"
    rf"(?P<tld>xn--[a-z0-9-]{{2,59}}|[A-Za-z]{{2,24}}|[^\W\d_A-Za-z]{{2,24}})(?![A-Za-z0-9@_-])"
    rf"(?P<rest>(?::\d{{2,5}})?(?:[/?#]{_TAIL}*)?)",
    re.IGNORECASE,
)
_IPV4 = re.compile(
    rf"(?<![\w.])(?P<ip>\d{{1,3}}(?:{_DOT}\d{{1,3}}){{3}})(?!{_DOT}?\d)(?::\d{{1,5}})?(?:/{_TAIL}*)?", re.ASCII
)
_IPV6 = re.compile(
    rf"(?<![\w:])\[?(?P<ip>[0-9a-f:]{{4,39}})(?:\]|(?![\w:]))(?::\d{{1,5}})?(?:/{_TAIL}*)?", re.IGNORECASE
)
_IPV6_GROUPS = 3  # fewer are a time with a slip ("12::30"), or lead nowhere but to one's own network
_TRAILING = ".,;:!?)]}'\"…。"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it reads, for searching: compatibility forms unified, invisible characters out, spellings written
    out. `starts[i]` and `ends[i]` say which part of the original the i-th character stands for."""

    text: str
    starts: list[int]
    ends: list[int]

    def replaced(self, pattern: re.Pattern[str], by: str) -> "Folded":
        if not pattern.search(self.text):
            return self
        text, starts, ends, at = "", list[int](), list[int](), 0
        for found in pattern.finditer(self.text):
            first, last = found.span()
            text += self.text[at:first] + by
            starts += self.starts[at:first] + [self.starts[first]] * len(by)
            ends += self.ends[at:first] + [self.ends[last - 1]] * len(by)
            at = last
        return Folded(text + self.text[at:], starts + self.starts[at:], ends + self.ends[at:])


def fold(text: str) -> Folded:
    """The text as it reads to a person; digits of every script are written 0 to 9."""
    if text.isascii():
        return Folded(text, list(range(len(text))), list(range(1, len(text) + 1)))
    letters, starts, ends = list[str](), list[int](), list[int]()
    for at, char in enumerate(text):
        if ord(char) in _ZERO_WIDTH:
            continue
        for part in char if char.isascii() else unicodedata.normalize("NFKC", char):
            letters.append(str(unicodedata.decimal(part)) if part.isdecimal() else part)
            starts.append(at)
            ends.append(at + 1)
    return Folded("".join(letters), starts, ends)


def remove_addresses(text: str) -> tuple[str, int]:
    """The text with a marker in place of each address, and how many were removed."""
    folded = fold(text)
    for pattern, by in _SPELLINGS:
        folded = folded.replaced(pattern, by)
    spans = _merged(_spans(folded.text))
    for first, last in reversed(spans):
        text = text[: folded.starts[first]] + MARKER + text[folded.ends[last - 1] :]
    doubled = rf"{re.escape(MARKER)}(?:[\s,;/|]*{re.escape(MARKER)})+"
    return re.sub(doubled, MARKER, text), len(spans)


def _spans(text: str) -> list[tuple[int, int]]:
    spans = [_cut(text, *hit.span()) for pattern in _PLAIN for hit in pattern.finditer(text)]
    for hit in _DOMAIN.finditer(text):
        candidate = Candidate(
            labels=re.split(_DOT, hit["labels"])[:-1],
            ending=hit["tld"],
            certain=bool(hit["rest"]) or _SPELLED_DOT in hit["labels"],
            before=text[max(0, hit.start() - 40) : hit.start()],
            after=text[hit.end() : hit.end() + 9],
        )
        if candidate.is_domain():
            spans.append(_cut(text, *hit.span()))
    spans += [_cut(text, *hit.span()) for hit in _IPV4.finditer(text) if _is_ip(hit["ip"])]
    spans += [
        _cut(text, *hit.span())
        for hit in _IPV6.finditer(text)
        if len(re.findall(r"[^:]+", hit["ip"])) >= _IPV6_GROUPS and _is_ip(hit["ip"])
    ]
    return spans


def _is_ip(text: str) -> bool:
    parts = text.replace(_SPELLED_DOT, ".")
    if "." in parts:  # leading zeros are no obstacle to a browser
        return all(int(part) <= 255 for part in parts.split("."))
    try:
        ipaddress.IPv6Address(parts)
    except ValueError:
        return False
    return True


def _cut(text: str, first: int, last: int) -> tuple[int, int]:
    """Without the punctuation that ends the sentence around it."""
    while last - first > 1 and text[last - 1] in _TRAILING:
        last -= 1
    return first, last


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
