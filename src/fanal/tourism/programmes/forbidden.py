"""What no report asks: number, content or outcome of concerns, suspicions, arrests or cases (DNH-49). On a small site a
count names the person who spoke; whoever guests are is nobody's business either. And what no report tells: an account
of something that happened, which belongs to whoever protects children. Pure.
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


# ---- what is written ----

_HAPPENED: Final = {
    "en": (
        r"(?:an|the|this|that) incident|was suspected|alleged(?:ly)?|perpetrators?|offenders?"
        r"|p(?:a?e)dophiles?|arrested|raped|molested|abused|trafficked|assaulted"
        r"|(?:a|the|young|this|that) (?:girl|boy|teenager|victim|minor)"
        r"|(?<!under )(?<!over )(?<!than )\d{1,2}[- ]years?[- ]old|called (?:the )?police"
        r"|police (?:came|took|were)"
        r"|(?<!meeting )(?<!training )(?<!conference )room (?:number |no\. ?)?\d+"
        r"|(?:\d+|no|zero|one|two|three|four|five|six|several|few) (?:\w+ )?"
        r"(?:concerns?|cases?|complaints?|disclosures?|victims?|arrests?|incidents?|suspicions?|allegations?)"
    ),
    "fr": (
        r"(?:l[’']|cet )incident|soupçonné(?:e?s?)|agresseurs?|pédophiles?|arrêté(?:e?s?)"
        r"|violé(?:e?s?)|abusé(?:e?s?)|agressé(?:e?s?)"
        r"|(?:une|la|cette) (?:fille|fillette|adolescente|victime|mineure)|(?:un|le|ce) (?:garçon|mineur)"
        r"|(?:un|l[’']|cet )adolescent|(?<!moins )(?<!plus )de \d{1,2} ans|appelé la police"
        r"|chambre (?:numéro |n° ?)?\d+"
        r"|(?:\d+|aucune?|deux|trois|quatre|cinq|six|plusieurs) (?:préoccupations?|cas|plaintes?|signalements?"
        r"|victimes?|arrestations?|incidents?|soupçons?|allégations?)"
    ),
    "es": (
        r"(?:el|este) incidente|agresor(?:es)?|pederastas?|detenid[oa]s?|violad[oa]s?"
        r"|abusad[oa]s?|agredid[oa]s?|(?:una|la|esta) (?:niña|chica|adolescente|menor|víctima)"
        r"|(?:un|el|este) (?:niño|chico|adolescente|menor)"
        r"|(?<!menores )(?<!mayores )(?<!menos )(?<!más )de \d{1,2} años|llam(?:amos|ó|aron) a la policía"
        r"|habitación (?:número |n\.º ?)?\d+"
        r"|(?:\d+|ning[úu]n|ninguna|dos|tres|cuatro|cinco|seis|vari[oa]s) (?:preocupaci(?:ón|ones)|casos?|quejas?"
        r"|denuncias?|víctimas?|detenci(?:ón|ones)|arrestos?|incidentes?|sospechas?|acusaci(?:ón|ones))"
    ),
}
_ACCOUNT: Final = [re.compile(rf"(?<![^\W_])(?:{stems})(?![^\W_])", re.IGNORECASE) for stems in _HAPPENED.values()]


def told(text: str) -> str:
    """The first words of a text that tell of something that happened, or count what was told; empty where none do. A
    list of words is no reader: whoever accepts a report reads it too."""
    plain = " ".join(text.split())
    return next((found[0] for pattern in _ACCOUNT if (found := pattern.search(plain))), "")


_SMALL: Final = {
    "en": (
        r"two|three|four|five|six|seven|eight|nine",
        r"people|persons?|staff|employees?|colleagues?|workers?|trainees?|children|child|guests?|managers?|drivers?"
        r"|cleaners?|receptionists?|women|woman|men|man",
    ),
    "fr": (
        r"deux|trois|quatre|cinq|six|sept|huit|neuf",
        r"personnes?|employée?s?|collègues?|salariée?s?|travailleu(?:r|se)s?|enfants?|clientes?|clients?|femmes?|hommes?",
    ),
    "es": (
        r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve",
        r"personas?|emplead[oa]s?|colegas?|trabajador(?:as?|es)?|niñ[oa]s?|huésped(?:es)?|mujer(?:es)?|hombres?",
    ),
}
_FEW: Final = [
    re.compile(rf"(?<![^\W_])(?<!\d[.,  ])(?:[1-9]|{numbers}) (?:\w+ )?(?:{people})(?![^\W_])", re.IGNORECASE)
    for numbers, people in _SMALL.values()
]


def few(text: str) -> str:
    """The first words of a text that count fewer than ten people; empty where none do."""
    plain = " ".join(text.split())
    return next((found[0] for pattern in _FEW if (found := pattern.search(plain))), "")
