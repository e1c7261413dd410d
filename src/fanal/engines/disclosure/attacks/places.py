"""Places below a country that a text names: a word such as `district` or `ville` beside what can only be its name.

A list of all places of the world would miss most spellings and stop half of all words. What betrays a place is the word
for its kind: `northfield district`, `District 4`, `province de X`, `barrio de X`. Beside an ordinary word it is one of
many and passes: `a town`, `each rural district`, `ville de naissance`. A name that stands alone is not found here.

The lists are our own, for English, French and Spanish, the languages in which plans are written. Nobody who grew up
with these languages has reviewed them yet.
"""

import re
import unicodedata
from collections.abc import Collection


def folded(text: str) -> str:
    """Without case and accents, so that no spelling hides a name."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _set(text: str) -> frozenset[str]:
    return frozenset(folded(text).split())


ENGLISH = _set(
    "district districts village villages town towns city cities county counties province provinces municipality "
    "municipalities township townships parish parishes borough boroughs suburb suburbs neighbourhood neighbourhoods "
    "neighborhood neighborhoods hamlet hamlets canton cantons prefecture prefectures governorate governorates"
)
"""Kinds of place whose name stands before or after them. `state` and `region` are left out: they are used for countries
and for parts of the world."""
ROMANCE = _set(
    "arrondissement arrondissements banlieue bourg canton cantons commune communes département départements district "
    "districts faubourg hameau hameaux municipalité municipalités paroisse paroisses préfecture préfectures province "
    "provinces quartier quartiers village villages ville villes aldea aldeas barrio barrios ciudad ciudades comarca "
    "comarcas comuna comunas corregimiento corregimientos departamento departamentos distrito distritos localidad "
    "localidades municipio municipios parroquia parroquias poblado provincia provincias pueblo pueblos vereda veredas"
)
"""French and Spanish: the name stands after them."""
LINKS = _set("of de du des del d called named nommé nommée llamado llamada")
ARTICLES = _set("the a an le la les l un une el los las una")
BEFORE = _set(
    "a an the this that these those each every any no some all both either neither another other others same such "
    "what which whose my our their its his her your in of by from to at for with without within per between across "
    "around near outside inside into than as like beyond below above on about through and or nor but is are was were "
    "be not two three four five six seven eight nine ten many more most several few fewer various single whole half "
    "small smaller smallest big bigger large larger largest little rural urban remote different new old home host "
    "border coastal poor rich main capital next nearest own local leave left police school health court un une le la "
    "les l du de des d au aux ce cette ces chaque petit petite petits petites grand grande grands grandes même mêmes "
    "autre autres plusieurs quelques toute toutes tout tous nouveau nouvelle par dans en et ou à el los las una unos "
    "unas este esta cada pequeño pequeña gran mismo misma otro otra otros otras varios varias por y o"
)
"""Words that may stand before a kind of place without being its name; English, and French and Spanish for kinds that
are written alike."""
AFTER = _set(
    "origin birth residence registration destination arrival return child children girl girls boy boys person persons "
    "people victim victims survivor survivors family families member members partner partners country countries "
    "origine naissance résidence arrivée retour enfant enfants fille filles garçon garçons personne personnes victime "
    "victimes famille familles membre membres partenaire partenaires pays origen nacimiento residencia destino "
    "llegada niño niños niña niñas persona personas víctima víctimas familia familias miembro miembros país países "
    "this that these those each every any ce cette chaque este esta cada"
)
"""Words that may follow `of` after a kind of place: `town of birth`."""
TOKEN = re.compile(r"\w+|[^\w\s]")
JOINED = frozenset("'’-")
"""Marks inside a name or between an article and a noun; all others end it."""


def named_places(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The places that a text names, each as it stands there, in their order.

    `known`: words (folded) of the class set and of the publisher, which were reviewed or are public anyway.
    """
    words = [word for word in TOKEN.findall(text) if word not in JOINED]
    plain = [folded(word) for word in words]
    named = []
    for at, kind in enumerate(plain):
        if kind in ENGLISH and at and _is_name(plain[at - 1], BEFORE, known):
            named.append(f"{words[at - 1]} {words[at]}")
        elif kind in ENGLISH or kind in ROMANCE:
            end = _named_after(words, plain, at, known)
            if end:
                named.append(" ".join(words[at:end]))
    return tuple(named)


def _is_name(word: str, ordinary: frozenset[str], known: Collection[str]) -> bool:
    return word[0].isalnum() and not word.isdigit() and word not in ordinary and word not in known


def _named_after(words: list[str], plain: list[str], at: int, known: Collection[str]) -> int:
    """Where the name ends that follows a kind of place (an index after its last word); 0 where none does."""
    place = at + 1
    linked = place < len(plain) and plain[place] in LINKS
    while place < len(plain) and plain[place] in LINKS | ARTICLES:
        place += 1
    if place >= len(plain) or (place > at + 1 and not linked):
        return 0
    word = words[place]
    if linked:
        return place + 1 if _is_name(plain[place], AFTER, known) else 0
    proper = word[0].isupper() or (word.isdigit() and len(word) < len("2025"))
    return place + 1 if proper and plain[place] not in known else 0
