"""Readability: syllables against words counted by hand, formulas against figures reckoned by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.engines.language import syllables
from fanal.engines.language.readability import hardest, reading_age, sentences

BY_HAND = {
    "en": {
        1: "a I you child safe help phone told place name time here there where are were have give live love "
        "move some come done one once gone eye eyes through thought though stopped asked helped called "
        "lived named changed strength friend friends house page made make takes gives notes rules school "
        "world first young don't we'll she's won't view lies tried piece great heat sea cause guard while "
        "whole",
        2: "being doing going seeing people someone something pages houses places wanted needed little trouble "
        "table able simple gentle handle handled police children adult hotel worker trusted before because "
        "again message number answer reply question action nation station special social ocean patient "
        "ancient create lion quiet science trial poem useful careful safely movement statement homeless "
        "seven open given taken happened listened visit closes boxes changes judges wishes kindness rhythm "
        "union region million didn't isn't client centre trying buyer themselves police movie argue",
        3: "family hospital together remember tomorrow yesterday idea area everyone anyone company usual piano "
        "radio video period serious previous decided protection protected organise exploited telephone "
        "important another visitor animal beautiful possible vehicle terrible opinion employer violence "
        "medium easier tourism continue theory actual studying",
        4: "emergency information society reality variety anybody anonymous material security experience "
        "immediate situation education authority political participate photography recovery continuous "
        "exploitation",
        5: "university organisation communication investigation international immediately individual",
    },
    "fr": {
        1: "je tu il moi toi oui non qui vous nous peut veut dit fait lieu mois pied rien bien viens chien "
        "fille aide place porte monde lettre peuvent disent vient code page chose femme homme main aime "
        "guide langue quelque chaque parlent aident vie d'aide qu'on",
        2: "enfant enfants personne adulte aider parler police message maison danger hôtel question action ami "
        "école réponse besoin pouvez écrire famille travail travaille pays argent souvent moment client "
        "réel créer théâtre voyage joyeux moyen silence ensuite exploite victime enquête regardent écoutent "
        "arrivent content urgent l'enfant naïf parents qu'ici",
        3: "protéger protection téléphone exploiter numéro réfléchir informer personnel oublier employer "
        "essayer avocate différent vêtement policier aujourd'hui",
        4: "sécurité exploitation signalement association confidentiel",
        5: "organisation",
    },
    "es": {
        1: "quien muy hoy ley rey ya yo seis pie dios bien tres",
        2: "niño niña país agua guerra aquí día oír caer leer ciudad viuda leyes mayo nadie hotel huésped "
        "cuando también después construir ruido decir",
        3: "persona ayuda seguro guitarra pingüino familia violencia historia reúne poeta teatro cuidado "
        "mensaje número adulto nosotros línea decirlo Uruguay jesuita situación",
        4: "teléfono policía explotación trabajador emergencia averigüe aéreo averiguáis",
        5: "organización",
    },
}
COUNTED = [(language, n, word) for language, by in BY_HAND.items() for n, words in by.items() for word in words.split()]


@pytest.mark.parametrize(("language", "number", "word"), COUNTED)
def test_syllables_of_words_counted_by_hand(language: str, number: int, word: str) -> None:
    """Some four hundred words of three languages, counted aloud."""
    assert syllables.count(word, language) == number


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@given(text=st.text(max_size=30))
def test_any_word_has_a_syllable(language: str, text: str) -> None:
    """Whatever is typed counts as at least one and never as more than its letters."""
    assert 1 <= syllables.count(text, language) <= max(1, 2 * len(text))


@pytest.mark.parametrize(
    ("language", "text", "words", "sentences", "spoken", "score", "age"),
    [
        # 0.39 · 6/2 + 11.8 · 7/6 − 15.59 = −0.65: below the first grade, so the youngest age.
        ("en", "The child is safe. Call police.", 6, 2, 7, -0.7, 5.0),
        # 0.39 · 8 + 11.8 · 12/8 − 15.59 = 5.23, and five years more
        ("en", "A trained person checks before anything is done.", 8, 1, 12, 5.2, 10.2),
        # 0.39 · 8 + 11.8 · 26/8 − 15.59 = 25.88: no school goes so far, so the oldest age
        ("en", "International organisations protect communication about the next investigation.", 8, 1, 26, 25.9, 25.0),
        # 207 − 1.015 · 5 − 73.6 · 7/5 = 98.89; a year is ten points above 90 (11): 11 − 0.889
        ("fr", "Un enfant est en danger.", 5, 1, 7, 98.9, 10.1),
        # 207 − 1.015 · 6 − 73.6 · 16/6 = 4.64; between 0 (25) and 30 (22): 25 − 0.464
        ("fr", "La protection sécurise ses informations confidentielles.", 6, 1, 16, 4.6, 24.5),
        # 206.84 − 1.02 · 5 − 60 · 10/5 = 81.74; between 80 (11) and 90 (10): 11 − 0.174
        ("es", "Una niña está en peligro.", 5, 1, 10, 81.7, 10.8),
    ],
)
def test_formulas(language: str, text: str, words: int, sentences: int, spoken: int, score: float, age: float) -> None:
    """Reckoned by hand from the published formulas and the hand-counted syllables."""
    found = reading_age(text, language)
    assert (found.words, found.sentences, found.syllables, found.score, found.age) == (
        words,
        sentences,
        spoken,
        score,
        age,
    )


def test_placeholders_count_as_one_short_word() -> None:
    """What will stand there is a name or a day; the marks around it must not be counted as words."""
    named = reading_age("Lena in Lena reads this. It takes Lena.", "en")
    for text in (
        "{member} in {country} reads this. It takes {limit}.",
        "%(member)s in %(country)s reads this. It takes %s.",
        "{} in {0} reads this. It takes {limit}.",
    ):
        assert reading_age(text, "en") == named, text


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("Write to us, e.g. by post. Mr. Smith reads it.", "en", 2),
        ("It takes 2.5 days. Open file.txt now!", "en", 2),
        ("Is a child in danger? Call now… Then write", "en", 3),
        ("Send now\n\nStop\n\n- one thing\n- another thing", "en", 4),
        ("¿Está en peligro? ¡Llame ya! P. ej. la policía.", "es", 3),
        ("Appelez Mme. Ba, p. ex. demain. Merci.", "fr", 2),
        ("She said “no.” He left.", "en", 2),
    ],
)
def test_where_sentences_end(text: str, language: str, number: int) -> None:
    """Abbreviations and decimals end none; headings, buttons and list items do without a full stop."""
    assert reading_age(text, language).sentences == number


def test_longer_sentences_and_words_need_older_readers() -> None:
    """In each language the official tone is years older than the plain one."""
    pairs = {
        "en": (
            "You can stop. We keep nothing until you press send. You did nothing wrong.",
            "Discontinuation remains possible at any moment preceding definitive transmission of the information.",
        ),
        "fr": (
            "Tu peux arrêter. On ne garde rien avant que tu envoies. Tu n’as rien fait de mal.",
            "L’interruption demeure possible à tout moment précédant la transmission définitive des informations.",
        ),
        "es": (
            "Puedes parar. No se guarda nada si no lo envías. No hiciste nada malo.",
            "La interrupción permanece disponible en cualquier momento anterior a la transmisión de la información.",
        ),
    }
    for language, (plain, official) in pairs.items():
        assert reading_age(plain, language).age <= 11, language
        assert reading_age(official, language).age >= 17, language


def test_a_text_without_words_is_for_everybody() -> None:
    """No division by nothing; digits alone are one syllable each."""
    assert (reading_age("", "en").age, reading_age(" — … ", "fr").words) == (5.0, 0)
    assert reading_age("112", "es").syllables == 1


def test_few_words_are_marked() -> None:
    """A single button decides nothing; sixty words do."""
    assert not reading_age("Send now.", "en").reliable
    assert reading_age("Tell us what you saw now. " * 10, "en").reliable


def test_other_languages_have_no_formula() -> None:
    """Unknown is said, never guessed."""
    with pytest.raises(LookupError, match="km"):
        reading_age("អ្នក", "km")


def test_the_hardest_sentences_come_first() -> None:
    """They are what a writer mends."""
    text = "Stop now. Organisations communicate confidential information internationally. We read it."
    found = hardest(text, "en", 2)
    assert found[0][1] == "Organisations communicate confidential information internationally"
    assert found[0][0] > found[1][0]
    assert sentences(text, "en")[0] == "Stop now"
