"""A law as Akoma Ntoso: what the OASIS schema says of it, that nothing is lost, and where an ELI comes from."""

import lzma
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from fanal.engines.jurisdiction.files import exporting
from fanal.engines.jurisdiction.files.akoma import NAMESPACE, akoma
from fanal.engines.jurisdiction.files.corpus import LAW, load_corpus
from fanal.engines.jurisdiction.model import Corpus

DATA = Path(__file__).parents[1] / "data"
IN = {"a": NAMESPACE}
# The schema names `xml.xsd` of the W3C for `xml:lang` and its kin: these three attributes are all it takes of it.
XML = b"""<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<s:attribute name="lang" type="s:language"/><s:attribute name="space" type="s:string"/>
<s:attribute name="id" type="s:ID"/></s:schema>"""


class _Beside(etree.Resolver):  # type: ignore[misc]
    def resolve(self, url: str, _public: str, context: object) -> object:
        return self.resolve_string(XML, context) if url.endswith("xml.xsd") else None


@cache
def schema() -> etree.XMLSchema:
    """Akoma Ntoso 1.0 as OASIS published it (CC BY 4.0), packed."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Beside())
    whole = lzma.decompress((DATA / "akomantoso30.xsd.xz").read_bytes())
    return etree.XMLSchema(etree.fromstring(whole, parser, base_url=f"{DATA.as_uri()}/"))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(LAW)


def test_every_law_that_is_shipped_is_valid_and_loses_no_version_and_no_word(corpus: Corpus) -> None:
    for code, law in corpus.laws.items():
        made = akoma(law)
        assert made == akoma(law)
        document = etree.fromstring(made)
        assert schema().validate(document), (code, schema().error_log)
        held = [one for _kind, one in exporting.provisions(law)]
        assert [one.get("eId") for one in document.iterfind(".//a:section", IN)] == [f"sec_{one.id}" for one in held]
        versions = [version for one in held for version in one.versions]
        shown = document.findall(".//a:paragraph", IN)
        assert [one.get("period") for one in shown] == [f"#tg_{n}" for n in range(1, len(versions) + 1)]
        quoted = [one.cite.quote for one in versions if one.cite and one.cite.quote and not one.unknown]
        assert [one.text for one in document.iterfind(".//a:embeddedText", IN)] == quoted
        ids = {one.get("eId") for one in document.iterfind(".//*[@eId]")}
        for one in document.iter():
            for name in ("period", "start", "end", "refersTo", "source"):
                target = one.get(name, "")
                assert not target.startswith("#") or target[1:] in ids, (code, name, target)
        assert document.find(".//a:FRBRauthoritative", IN).get("value") == "false"


def test_a_day_that_is_known_stands_in_the_lifecycle_and_no_other(corpus: Corpus) -> None:
    """§ 176a of the Strafgesetzbuch in force since 1 July 2021; a day between two is told in words alone."""
    document = etree.fromstring(akoma(corpus.laws["DE"]))
    days = {one.get("eId"): one.get("date") for one in document.iterfind(".//a:eventRef", IN)}
    assert "2021-07-01" in days.values()
    groups = document.findall(".//a:temporalGroup/a:timeInterval", IN)
    versions = [version for _kind, one in exporting.provisions(corpus.laws["DE"]) for version in one.versions]
    for group, version in zip(groups, versions, strict=True):
        start = version.start
        sure = start is not None and start.after and start.by and (start.by - start.after).days == 1
        assert (
            (days[group.get("start")[1:]] == start.by.isoformat())
            if sure and start and start.by
            else (group.get("start") is None)
        )


def test_an_eli_is_an_address_that_was_read_and_never_made_up(corpus: Corpus) -> None:
    found = {code: {exporting.eli(one) for one in law.sources.values()} - {""} for code, law in corpus.laws.items()}
    assert "https://www.irishstatutebook.ie/eli/2006/act/15/enacted/en/html" in found["IE"]
    assert "https://www.fedlex.admin.ch/eli/cc/54/757_781_799/de" in found["CH"]
    assert "https://www.gazzettaufficiale.it/eli/id/1998/08/10/098G0337/sg" in found["IT"]
    assert not found["DE"], "gesetze-im-internet.de names its texts otherwise"
    for law in corpus.laws.values():
        for one in law.sources.values():
            assert bool(exporting.eli(one)) is ("/eli/" in one.url), f"is {one.url} of a state's own site?"
            assert exporting.source(one).get("eli", "") == exporting.eli(one)
