"""The path of one route: what holds, what is still to come, what is not known; each step opens to its provisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import PARTS, explain
from fanal.justice.law import words as law_words
from fanal.justice.law.codes import STATUSES, TRUTHS, word
from fanal.justice.law.places import address
from fanal.justice.law.sentences import CONDITIONS
from fanal.justice.matters import fact_words
from fanal.justice.matters.compare import Unraised
from fanal.web import api as web

type _Map = Mapping[str, Any]
ALSO_ASKS = "law.also_asks"
HOLDS, UNKNOWN, AGAINST, TO_COME = "holds", "unknown", "against", "to_come"
_ALWAYS = "../.."
"""The version of what has none: a group of a law."""
_TRUTH = {"T": HOLDS, "U": UNKNOWN, "F": AGAINST}


@dataclass(frozen=True, slots=True)
class Link:
    """A provision: its article, where it opens, which version was used, how far its review is, and its words.
    `unread`: that no text was read for the version."""

    words: str
    url: str
    version: str = ""
    review: str = ""
    quote: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `state`: holds, unknown, against, to_come; `why` says what is not known."""

    title: str
    state: str
    links: tuple[Link, ...]
    why: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.state == HOLDS


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the reasoning, in words."""

    words: str
    truth: str
    link: Link | None
    why: tuple[str, ...]
    below: tuple[Branch, ...]


def path_of(route: _Map, facts: _Map) -> tuple[Step, ...]:
    """The six parts and the decisions that are still to come; `facts`: what was told of the case."""
    tree = route.get("tree") or {"children": ()}
    nodes = {node["id"]: node for node in tree["children"]}
    steps = [
        _step(part, nodes[part], route, facts) for part in PARTS if part in nodes and not _silent(part, nodes[part])
    ]
    return (*steps, *_conditions(route))


def _silent(part: str, node: _Map) -> bool:
    """That no judgment and no immunity are known stands among what is assumed."""
    return part in {"N", "I"} and node["value"] == "T"


def _step(part: str, node: _Map, route: _Map, facts: _Map) -> Step:
    links = provisions_of((one["provision"] for one in _below(node) if "provision" in one), route["state"])
    wanted = {"E": route["offence"], "J": route["rule"]}.get(part)
    if wanted and not links:
        links = (link_of(route, wanted),)
    return Step(_title(part, node, route), _TRUTH[node["value"]], links, _why(node, facts))


def _title(part: str, node: _Map, route: _Map) -> str:
    if part == "E":
        return _("It is an offence: %(article)s") % {"article": link_of(route, route["offence"]).words}
    if part == "J":
        return _("The law of the country covers it: %(basis)s") % {"basis": law_words.basis(route["basis"])}
    return _sentence(node, route)


def _conditions(route: _Map) -> Iterator[Step]:
    for one in route["conditions"]:
        words = law_words.filled(CONDITIONS.get(one["kind"], one["kind"]), {"who": one["who"]})
        state = {"granted": HOLDS, "refused": AGAINST}.get(one["status"], TO_COME)
        yield Step(f"{words} · {word(one['status'])}", state, (link_of(route, route["rule"]),))


def _why(node: _Map, told: _Map) -> tuple[str, ...]:
    if node["value"] != "U" or node["text_key"] == ALSO_ASKS:  # that sentence says it
        return ()
    facts, law = explain.unknowns(node.get("reasons", ()))
    said = [_("not known in this case: %(what)s") % {"what": fact_words.unsure(one, told)} for one in facts]
    asked = asked_of(node)
    needed = [_("needs: %(what)s") % {"what": web.apart(asked[one])} for one in law if one in asked]
    return (*said, *needed, *(law_words.law_reason(one) for one in law if one not in asked))


def asked_of(node: _Map) -> dict[str, tuple[str, ...]]:
    """What the texts below a step ask for and no case file tells, by the reason that stands for it in a list."""
    found: dict[str, tuple[str, ...]] = {}
    for one in _below(node):
        if one["text_key"] == ALSO_ASKS and one["value"] == "U":
            what = one["params"]["value"]
            for reason in explain.unknowns(one.get("reasons", ()))[1]:
                found[reason] = tuple(dict.fromkeys((*found.get(reason, ()), what)))
    return found


def unless_of(held: Iterable[Unraised], state: str) -> tuple[str, ...]:
    """The defences of a state or of one of its routes in words; those of another law say whose it is."""
    said = []
    for one in held:
        code, art = jurisdiction_of(state, one.id), law_words.article(one.art, one.text_of)
        whose = art if code == state else f"{law_words.state_name(code)}, {art}"
        said.append(law_words.of_key("law.unless", {"value": one.kind, "article": whose}))
    return tuple(dict.fromkeys(said))


def unless_said(held: Iterable[Unraised], state: str) -> tuple[str, ...]:
    """The same, each as a sentence that follows another."""
    return tuple(f"{words[:1].upper()}{words[1:]}." for words in unless_of(held, state))


def step_of(part: str, route: _Map, facts: _Map) -> Step | None:
    """One of the six parts of a route; None in an answer that was kept without its steps."""
    tree = route.get("tree") or {"children": ()}
    return next((_step(part, node, route, facts) for node in tree["children"] if node["id"] == part), None)


def fails_of(route: _Map) -> Iterator[str]:
    """What closes a route, each with the article that asks for it; nothing of an answer kept without its steps."""
    for node in (route.get("tree") or {"children": ()})["children"]:
        if node["value"] == "F":
            article = link_of(route, route["offence" if node["id"] == "E" else "rule"]).words
            for what in _unmet(node, route):
                yield _("%(article)s, does not hold: %(what)s") % {"article": article, "what": what}


def _unmet(node: _Map, route: _Map) -> Iterator[str]:
    """The lowest steps that do not hold; what is denied is told with what holds instead."""
    below = node.get("children", ())
    if failed := [one for one in below if one["value"] == "F"]:
        for one in failed:
            yield from _unmet(one, route)
    else:
        words = [_sentence(node, route), *(_sentence(one, route) for one in below)]
        yield web.apart(words) if node["text_key"] != "law.not" else " ".join(words)


def _below(node: _Map) -> Iterator[_Map]:
    yield node
    for child in node.get("children", ()):
        yield from _below(child)


def _sentence(node: _Map, route: _Map) -> str:
    """The sentence of a node, with articles in the place of ids."""
    params = {"id": node["id"], **node.get("params", {})}
    held = [*route["provisions"], *([node["provision"]] if "provision" in node else [])]  # its own version counts
    arts = {one["id"]: _article(one) for one in held if one["art"]}
    return law_words.of_key(
        node["text_key"],
        {name: arts.get(value, value) if isinstance(value, str) else value for name, value in params.items()},
    )


def tree_of(route: _Map, facts: _Map) -> Branch | None:
    """Every step of a route, for whoever wants to follow it."""
    return _branch(route["tree"], route, facts) if "tree" in route else None


def _branch(node: _Map, route: _Map, facts: _Map) -> Branch:
    ref = node.get("provision")
    return Branch(
        _sentence(node, route),
        str(TRUTHS[node["value"]]),
        _link(ref, route["state"]) if ref else None,
        _why(node, facts) if not node.get("children") else (),
        tuple(_branch(child, route, facts) for child in node.get("children", ())),
    )


# ---- provisions ----


def provisions_of(refs: Iterable[_Map], state: str) -> tuple[Link, ...]:
    """Each provision once, in the version that was used."""
    found = {(ref["id"], ref["version"]): _link(ref, state) for ref in refs}
    return tuple(found.values())


def link_of(route: _Map, ref: str) -> Link:
    """The link of an offence or rule of a route."""
    held = next((one for one in route["provisions"] if one["id"] == ref), None)
    return _link(held, route["state"]) if held else Link(ref, provision_url(route["state"], ref))


def _article(ref: _Map) -> str:
    """An article as its version is cited; answers kept before do not say in which text it is called so."""
    return law_words.article(ref["art"], ref.get("text_of", ""))


def _link(ref: _Map, state: str) -> Link:
    review = str(STATUSES.get(ref["review"], ref["review"]))
    return Link(
        _article(ref) or ref["id"],
        provision_url(state, ref["id"]),
        law_words.version_words(ref["version"]) if ref["version"] else "",
        review,
        ref["quote"],
        "" if ref["source"] or ref["version"] in {"", _ALWAYS} else _("no text was read for this version"),
    )


def provision_url(state: str, ref: str) -> str:
    """Where everybody can read a provision; empty where no such page can be."""
    code = jurisdiction_of(state, ref)
    try:
        return address("provision", code, ref)
    except NoReverseMatch:
        return ""


def state_url(code: str) -> str:
    """Where everybody can read what the library holds of a country."""
    try:
        return address("state", code)
    except NoReverseMatch:
        return ""


def jurisdiction_of(state: str, ref: str) -> str:
    """Of a provision, whose id begins with it: at the place of the act another law may be meant than of the route."""
    code = ref.partition(".")[0].upper()
    return code if ref.partition(".")[2] and (len(code) == 2 or "-" in code) else state
