"""The navigation of open pages: one row of places, and a second of the parts of the place one is in."""

import pytest

from fanal.web import nav


@pytest.mark.parametrize(
    ("path", "place", "part"),
    [
        ("/en/law/", "Law", "Law"),
        ("/en/law/XA/", "Law", "Law"),
        ("/en/law/treaty/", "Law", "Treaties"),
        ("/en/progress/", "Progress", "Progress"),
        ("/en/asks/", "Progress", "Asks"),
        ("/en/evidence/country/", "Evidence", "Countries"),
        ("/en/travel/", "Travel", ""),
        ("/en/country/XA/", "", ""),
    ],
)
def test_a_page_is_in_one_place_and_one_part_of_it(path: str, place: str, part: str) -> None:
    places, parts = nav.open_entries(path, "en")
    assert [str(one.label) for one in places] == ["Law", "Progress", "Evidence", "Courses", "Travel"]
    assert [str(one.label) for one in places if one.current] == [place] * bool(place)
    assert [str(one.label) for one in parts if one.current] == [part] * bool(part)
