"""A law as Akoma Ntoso: each provision with its versions, the words that are quoted, and where they were read.

The form is that of Akoma Ntoso 1.0 (OASIS, 29 August 2018; namespace `akn/3.0`). What goes out is no statute: a
document (`doc`) of ours about a state's provisions, not authoritative, whose quotations (`embeddedText`) name their
text by its address. A version holds in a `temporalGroup`; a day that is not known to the day stands in its words alone.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree as Tree

from fanal.engines.jurisdiction.files import exporting
from fanal.engines.jurisdiction.model import Edge, Law, Version

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_BY, _US = "#fanal", "/ontology/organization/fanal"
_NAME = "fanal-law"


def akoma(law: Law) -> bytes:
    """The provisions of one jurisdiction. The same law gives the same bytes."""
    top = Tree.Element("akomaNtoso", {"xmlns": NAMESPACE})
    document = _put(top, "doc", name=_NAME)
    held = [(one.id, version) for _kind, one in exporting.provisions(law) for version in one.versions]
    days = sorted({day for _id, version in held for day in (_day(version.start, 1), _day(version.end, 0)) if day})
    _meta(document, law, held, days)
    body = _put(document, "mainBody")
    numbers = iter(range(1, len(held) + 1))
    for kind, found in exporting.provisions(law):
        section = _put(body, "section", eId=f"sec_{found.id}")
        last = next((one.cite.art for one in reversed(found.versions) if one.cite and one.cite.art), found.id)
        _put(section, "num", last)
        _put(section, "heading", f"{found.id} ({kind.replace('_', ' ')})")
        for version, number in zip(found.versions, numbers, strict=False):
            _version(section, law, version, number)
    Tree.indent(top, " ")
    text: bytes = Tree.tostring(top, "utf-8", xml_declaration=True)
    return text + b"\n"


def _meta(document: Tree.Element, law: Law, held: list[tuple[str, Version[Any]]], days: list[date]) -> None:
    meta = _put(document, "meta")
    _identified(_put(meta, "identification", source=_BY), law)
    if days:
        cycle = _put(meta, "lifecycle", source=_BY)
        for day in days:
            _put(cycle, "eventRef", eId=_event(day), date=day.isoformat(), source=_BY, type="amendment")
    if held:
        times = _put(meta, "temporalData", source=_BY)
        for number, (_id, version) in enumerate(held, start=1):
            ends = {"start": _day(version.start, 1), "end": _day(version.end, 0)}
            known = {name: f"#{_event(day)}" for name, day in ends.items() if day}
            _put(_put(times, "temporalGroup", eId=f"tg_{number}"), "timeInterval", **known, refersTo="#in_force")
    refs = _put(meta, "references", source=_BY)
    _put(refs, "TLCOrganization", eId="fanal", href=_US, showAs="Fanal")
    _put(refs, "TLCConcept", eId="in_force", href="/ontology/concept/in-force", showAs="in force")
    for key, source in law.sources.items():
        name = "eli" if exporting.eli(source) else "source"
        _put(refs, "TLCReference", name=name, eId=f"src_{key}", href=source.url or f"#{key}", showAs=source.title)


def _identified(identification: Tree.Element, law: Law) -> None:
    """Whose document it is, of the newest day of a text that was read; no number of a state's is claimed for it."""
    read = max((one.version_date for one in law.sources.values() if one.version_date), default=date(1900, 1, 1))
    code = law.jurisdiction.lower()
    work = f"/akn/{code.partition('-')[0]}/doc/{read.isoformat()}/{_NAME}-{code}"
    for name, uri in (("Work", work), ("Expression", f"{work}/eng"), ("Manifestation", f"{work}/eng.xml")):
        part = _put(identification, f"FRBR{name}")
        _put(part, "FRBRthis", value=f"{uri}/!main")
        _put(part, "FRBRuri", value=uri)
        _put(part, "FRBRdate", date=read.isoformat(), name="newest-text-read")
        _put(part, "FRBRauthor", href=_BY)
        if name == "Work":
            _put(part, "FRBRcountry", value=code.partition("-")[0])
            _put(part, "FRBRprescriptive", value="false")
            _put(part, "FRBRauthoritative", value="false")
        if name == "Expression":
            _put(part, "FRBRlanguage", language="eng")
        if name == "Manifestation":
            _put(part, "FRBRformat", value="application/akn+xml")


def _version(section: Tree.Element, law: Law, version: Version[Any], number: int) -> None:
    one = _put(section, "paragraph", eId=f"ver_{number}", period=f"#tg_{number}")
    content = _put(one, "content")
    for line in _lines(version):
        _put(content, "p", line)
    cite = version.cite
    if version.unknown or cite is None or not cite.quote:
        return
    quoted = _put(_put(content, "p"), "embeddedText", cite.quote, startQuote="“", endQuote="”")
    source = law.sources.get(cite.source or "")
    if source is not None:
        quoted.set("href", f"#src_{source.key}")
        quoted.set(f"{_XML}lang", source.lang or "und")


def _lines(version: Version[Any]) -> Iterator[str]:
    """Since when, until when, how far it is reviewed, and what nobody read."""
    art = f"{version.cite.art}: " if version.cite and not version.unknown else ""
    yield f"{art}{exporting.span(version)}. Review: {version.review.status.value}."
    if version.unknown:
        yield "There was law; its wording is not established."
    elif version.from_memory:
        yield "Written from memory: no text was read."


def _day(edge: Edge | None, exact: int) -> date | None:
    """The day of a change of law, where it is known to the day: the first new one, or the last old one."""
    known = edge is not None and edge.after and edge.by and (edge.by - edge.after).days == 1
    return (edge.after, edge.by)[exact] if known and edge else None


def _event(day: date) -> str:
    return f"e_{day.isoformat()}"


def _put(above: Tree.Element, tag: str, text: str = "", **held: str) -> Tree.Element:
    below = Tree.SubElement(above, tag, held)
    below.text = text or None
    return below
