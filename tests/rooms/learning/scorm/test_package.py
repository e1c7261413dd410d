"""A course for the learning system of a company: whole, small, always the same bytes, in reviewed languages alone."""

import io
import re
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from django.urls import reverse

from fanal.learning.courses import library
from fanal.learning.scorm import package
from fanal.site.commands import main
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning import reviewed

CODE = "front-desk"
TELL = "https://fanal.example/en/xa/"
PLAYABLE = sorted(code for code, course in library.shipped().items() if course.playable)


def _made(code: str, language: str = "en") -> bytes:
    return package.made(library.shipped()[code], library.spoken(code, language), TELL, "fanal.example")


def _opened(made: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("code", PLAYABLE)
def test_every_course_in_every_language(code: str) -> None:
    for language in library.languages(code):
        made = _made(code, language)
        begun = time.process_time()
        assert _made(code, language) == made, "equal courses are equal bytes"
        assert time.process_time() - begun < 1
        assert len(made) <= package.LARGEST
        files = _opened(made)
        assert next(iter(files)) == "imsmanifest.xml"
        page = files["index.html"]
        course, said = library.shipped()[code], library.spoken(code, language).texts
        assert page.count("data-page=") == len(course.pages)
        for one in course.scenarios:
            assert f'id="choose-{one.id}"' in page
            assert f'id="replies-{one.id}"' in page
        assert f'lang="{language}"' in page
        assert said["title"] in page.replace("&#x27;", "'").replace("&amp;", "&")


def test_the_manifest_lists_every_file_and_nothing_else() -> None:
    files = _opened(_made(CODE))
    root = Tree.fromstring(files["imsmanifest.xml"])
    ims, adl = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}", "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
    assert root.findtext(f"{ims}metadata/{ims}schemaversion") == "1.2"
    assert root.findtext(f".//{adl}masteryscore") == "80"
    [resource] = root.iter(f"{ims}resource")
    assert (resource.get(f"{adl}scormtype"), resource.get("href")) == ("sco", "index.html")
    listed = [one.get("href") for one in root.iter(f"{ims}file")]
    assert ["imsmanifest.xml", *listed] == list(files)
    assert root.find(f".//{ims}item").get("identifierref") == resource.get("identifier")  # type: ignore[union-attr]


def test_it_asks_nobody_and_leads_to_one_place() -> None:
    files = _opened(_made(CODE))
    page = files["index.html"]
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', page)) == {TELL, *files} - {"imsmanifest.xml", "index.html"}
    links = re.findall(rf'<a[^>]*href="{re.escape(TELL)}"[^>]*>', page)
    assert links
    assert all('rel="noreferrer' in link for link in links)
    assert "default-src 'none'" in page
    for name, said in files.items():
        addresses = set(re.findall(r"https?://[^\s\"'<>)]+", said))
        assert all(found.startswith((TELL, "http://www.w3.org/2000/svg", "http://www.imsproject.org/", "http://www.adlnet.org/"))
                   for found in addresses), (name, addresses)  # fmt: skip
        assert "fetch(" not in said
        assert "XMLHttpRequest" not in said
        assert "interactions" not in said
        assert "student" not in said


@pytest.mark.django_db(databases="__all__")
class TestWhere:
    """On the desk, and by a command: where a course is given, and nowhere else."""

    def test_whoever_gives_it_takes_it_along(self, cast: Cast) -> None:
        bao, address = client_of(cast, "bao"), reverse("learning:scorm", args=[CODE, "en"])
        assert bao.get(address).status_code == 404
        assert "SCORM" not in text(bao.get(reverse("learning:course", args=[CODE])))
        reviewed.all_say(cast, CODE, "fr")
        assert address in text(bao.get(reverse("learning:course", args=[CODE])))
        answer = bao.get(address)
        assert answer["Content-Type"] == "application/zip"
        assert f"{CODE}-{library.shipped()[CODE].version}-en.zip" in answer["Content-Disposition"]
        page = _opened(answer.content)["index.html"]
        assert 'href="http://testserver/en/xa/"' in page
        assert "data-page" in _opened(bao.get(reverse("learning:scorm", args=[CODE, "fr"])).content)["index.html"]
        assert bao.get(reverse("learning:scorm", args=[CODE, "es"])).status_code == 404
        assert client_of(cast, "nils").get(address).status_code in {403, 404}, "who does not give it has none"

    def test_a_command_writes_it(self, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call = ["learning", "scorm", CODE, "en", "--country", "XA", "--to", str(tmp_path)]
        assert main(call) == 2
        assert "not reviewed here" in capsys.readouterr().err
        reviewed.all_say(cast, CODE)
        assert main([*call[:5], "Q9", *call[6:]]) == 2
        assert "is no country" in capsys.readouterr().err
        assert main(call) == 0
        [path] = tmp_path.iterdir()
        assert "/en/xa/" in _opened(path.read_bytes())["index.html"]
