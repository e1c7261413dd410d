"""By which signs one child could be known, and which sentences show nobody."""

import pytest

from fanal.progress.recognised import child_in


@pytest.mark.parametrize(
    "words",
    [
        "We helped Lina, 12, of Bonn.", "A girl (12) was there.", "The girl, 12, Bonn.", "A twelve-year-old is there.",
        "A girl of 12 was taken by a driver.", "Lina, a girl of 12 in Bonn, stayed.", "A boy of ١٢ serves drinks.",
        "Une fillette de douze ans.", "Una niña de doce años.", "Eine 12-Jährige wurde gefunden.",
        "Das Mädchen (12) wohnt dort.", "Ein zwölfjähriges Kind.", "طفلة عمرها ١٢ سنة", "الفتاة التي تدعى لينا",
    ],
)  # fmt: skip
def test_one_child_is_recognised(words: str) -> None:
    assert child_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "Visits to children are sold to tourists.", "Children of 4 homes are shown.",
        "Boys and girls dance for guests.",
        "The child is told that it is to blame.", "Half of the children, 12 %, work.",
        "Desde hace más de 10 años el hotel anuncia visitas.", "Un contrato de 5 años.", "Venta a menores de 18 años.",
        "Guests must be 18 years old.", "A woman 60 years old leads it.",
        "12 girls in the survey answered.", "Article 12 says so.", "Children under 18 are protected.",
        "Girls aged 12 to 17 take part.", "A child aged 12 to 17 can take part.", "Cambodia (12), Kenya (9).",
        "Section 12(3) of the Act.", "Kinder von 12 bis 17 Jahren.", "Report 2024, p. 12, and so on.",
    ],
)  # fmt: skip
def test_an_ordinary_sentence_names_no_child(words: str) -> None:
    assert child_in(words) == ""
