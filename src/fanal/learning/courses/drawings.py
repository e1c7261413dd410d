"""The drawings of a course: SVG that stands inside a page, of a few elements and attributes, without anything that
acts, loads or is a picture. Its texts are labels that the course words. Pure.

What is not named here is refused, not taken out: an author sees it, a reader never meets half a drawing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as Tree

from fanal.learning.courses.model import Block

SPACE: Final = "{http://www.w3.org/2000/svg}"
ELEMENTS: Final = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"})
ATTRIBUTES: Final = frozenset(
    {"viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points",
     "transform", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "opacity",
     "text-anchor", "font-size", "font-weight", "class", "data-label"}
)  # fmt: skip
_VALUE: Final = re.compile(r"[\w\s.,:#()%+/-]*", re.ASCII)
_ACTS: Final = re.compile(r"url\s*\(|script|data:|//", re.IGNORECASE)


def faults(svg: str, labels: Mapping[str, str]) -> Iterator[str]:
    """What must not stand in a drawing, in words for its author. `labels`: those that the page words."""
    if "<!" in svg or "<?" in svg.removeprefix('<?xml version="1.0" encoding="UTF-8"?>'):
        yield "no doctype, comment or instruction in a drawing"
        return
    try:
        root = Tree.fromstring(svg)  # noqa: S314 - no doctype, hence no entity
    except Tree.ParseError:
        yield "this is no SVG"
        return
    if root.tag != f"{SPACE}svg" or "viewBox" not in root.attrib:
        yield "a drawing is an <svg> with a viewBox"
    for one in root.iter():
        yield from _of_element(one)
    found = {one.get("data-label", "") for one in root.iter(f"{SPACE}text")}
    if found != set(labels):
        yield f"labels and texts of the drawing are not the same: {', '.join(sorted(found ^ set(labels)))}"


def _of_element(one: Tree.Element) -> Iterator[str]:
    space, _, name = one.tag.rpartition("}")
    if name not in ELEMENTS or f"{space}}}" != SPACE:
        yield f"no <{name}> in a drawing"
    for attribute, value in one.attrib.items():
        if attribute not in ATTRIBUTES:
            yield f"no {attribute.rpartition('}')[2]} in a drawing"
        elif not _VALUE.fullmatch(value) or _ACTS.search(value):
            yield f"{attribute} has a value that a drawing does not need"
    if (one.text or "").strip() or (one.tail or "").strip():
        yield "a text of a drawing stands in its labels, so that it can be translated: <text data-label=…/>"


def drawn(svg: str, block: Block, said: Mapping[str, str]) -> str:
    """A drawing that was checked, with its labels in the language of `said`."""
    root = Tree.fromstring(svg)  # noqa: S314 - checked
    for one in root.iter(f"{SPACE}text"):
        one.text = said[block.labels[one.attrib.pop("data-label")]]
    Tree.register_namespace("", SPACE.strip("{}"))
    return Tree.tostring(root, encoding="unicode")
