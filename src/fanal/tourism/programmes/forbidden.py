"""What no report asks: number, content or outcome of concerns, suspicions, arrests or cases (DNH-49). On a small site a
count names the person who spoke; whoever guests are is nobody's business either. Pure.
"""

import re
from collections.abc import Iterable
from typing import Final

_STEMS: Final = {
    "en": r"concerns?|suspicions?|suspected|suspicious|suspects?|incidents?|arrest(?:s|ed)?|cases?|victims?"
    r"|allegations?|complaints?|offen[cd]ers?|disclosures?|guests?|trafficked|abused",
    "fr": r"préoccupations?|soupçons?|suspects?|suspectes?|incidents?|arrestations?|arrêté(?:e?s?)|cas|victimes?"
    r"|plaintes?|signalements?|auteurs?|clients?|clientes?|allégations?",
    "es": r"preocupaci(?:ón|ones)|sospechas?|sospechos[oa]s?|incidentes?|detenci(?:ón|ones)|arrestos?|casos?|víctimas?"
    r"|denuncias?|quejas?|agresor(?:es)?|huésped(?:es)?|alegaci(?:ón|ones)",
}
_WORDS: Final = {
    code: re.compile(rf"(?<![^\W_])(?:{stems})(?![^\W_])", re.IGNORECASE) for code, stems in _STEMS.items()
}
"""In each language; an underscore ends a word, as in an id."""
_WARNING: Final = re.compile(
    r"(?:do not|never|please do not) (?:describe|name|mention|tell|write)\b"
    r"|n[e’'] ?(?:décrivez|nommez|mentionnez|écrivez)\b"
    r"|no (?:describa|nombre|mencione|cuente|escriba)\b",
    re.IGNORECASE,
)
"""A sentence that begins so asks for nothing: it says what must not be written."""
_SENTENCES: Final = re.compile(r"(?<=[.!?;])\s+")


def asked(texts: Iterable[str], subjects: Iterable[str] = ()) -> str:
    """The first word of texts (an id, a question in a language, a formula) that asks for what nobody may ask; empty
    where there is none. `subjects`: further words that are no subject of these questions."""
    more = [re.compile(rf"(?<![^\W_]){re.escape(one)}(?![^\W_])", re.IGNORECASE) for one in subjects]
    for text in texts:
        for sentence in _SENTENCES.split(text):
            if _WARNING.match(sentence.strip()):
                continue
            for pattern in (*_WORDS.values(), *more):
                if found := pattern.search(sentence):
                    return found[0]
    return ""
