"""Where a statement of law stands: the article of a provision, the item that a reference of the engine means."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from fanal.engines.jurisdiction.contracts import Cite, Law, Ref
from fanal.justice.law import codes, words
from fanal.justice.law.codes import word
from fanal.justice.law.ladder import DEFINITIONS, Item, ItemKind
from fanal.web import api as web

_LINE = 90
_ONE = {"ss.": "s.", "arts": "art.", "§§": "§"}
_PART = re.compile(r", (?:sections?|articles?|arts?\.?|versions?|revised|as enacted|\d+ to)\b.*")


def item_id(law: Law, ref: str) -> str:
    """The item that a reference means: the engine names single fields (`extradition.nationals`), a page the whole."""
    if ref in law.groups or ref.startswith(DEFINITIONS) or _provision(law, ref) is not None:
        return ref
    above = ref.rpartition(".")[0]
    return above if above in law.groups else ref


def article(law: Law, ref: str) -> str:
    """The article as it is cited; the reference itself where no text is cited."""
    found = _cite(law, item_id(law, ref))
    return found.art if found and found.art else ref


def named(law: Law, ref: str) -> str:
    """Article and act; where several provisions are the same article, which of them."""
    parts = (article(law, ref), _act(law, ref))
    every = (*law.offences, *law.rules, *law.limitation)
    same = [one for one in every if (article(law, one), _act(law, one)) == parts]
    return web.listed([*filter(None, parts), *([ref] if len(same) > 1 else [])])


def quoted(law: Law, ref: str) -> str:
    """How its own words begin, where they were kept."""
    found = _cite(law, item_id(law, ref))
    words_ = found.quote if found else ""
    return f"{words_[:_LINE].rsplit(' ', 1)[0]} …" if len(words_) > _LINE else words_


def _provision(law: Law, ref: str) -> object:
    return law.offences.get(ref) or law.rules.get(ref) or law.limitation.get(ref)


def _cite(law: Law, ref: str) -> Cite | None:
    for provisions in (law.offences, law.rules, law.limitation):
        if ref in provisions:
            cites = [version.cite for version in provisions[ref].versions if version.cite]
            return cites[-1] if cites else None
    if ref in law.groups:
        return law.groups[ref].cite
    if ref.startswith(DEFINITIONS):
        return next((one.cite for one in law.definitions if DEFINITIONS + one.term == ref and one.cite), None)
    return next((one.cite for one in law.victim_measures if one.id == ref), None)


def heading(law: Law, item: Item) -> str:
    """What an item is called: its article, or in words what it is about."""
    found = _cite(law, item.id)
    if item.kind is ItemKind.GROUP:
        return str(codes.GROUPS.get(item.id, item.id))
    if item.kind is ItemKind.DEFINITION:
        return word(item.id.removeprefix(DEFINITIONS))
    return found.art if found and found.art else item.id


def desk_address(item: Item) -> str:
    """Where those who work on law see an item."""
    return reverse("justice:law_item", args=[item.jurisdiction, item.id])


def ending(law: Law, item: Item, on: date) -> tuple[str, str, str]:
    """An item whose review has ended or ends soon: its name, its address, and when."""
    return f"{words.law_name(law)}: {heading(law, item)}", desk_address(item), words.review_words(item.review, on)


def address(name: str, *parts: str) -> str:
    """The address of a public page in the language of the reader."""
    return reverse(f"law:{name}", args=[web.spoken(), *parts])


def links(law: Law, refs: Iterable[Ref]) -> tuple[tuple[str, str], ...]:
    """The articles on which something rests (`linked`)."""
    return linked(law, (ref.id for ref in refs))


def linked(law: Law, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The articles of provisions, each once, in their order, with the address of the first provision that cites it.
    Where several acts that the law cites have an article of one number, each goes with its act."""
    named = dict[tuple[str, str], str]()
    for one in (item_id(law, each) for each in ids):
        named.setdefault((article(law, one), _act(law, one)), one)
    acts = _acts(law) if named else {}
    return tuple(
        (f"{art} ({act})" if act and len(acts[_number(art)]) > 1 else art, address("provision", law.jurisdiction, one))
        for (art, act), one in named.items()
    )


def _acts(law: Law) -> dict[str, set[str]]:
    """By the number of an article: the acts in which the law cites one."""
    found = defaultdict[str, set[str]](set)
    definitions = (DEFINITIONS + one.term for one in law.definitions)
    measures = (one.id for one in law.victim_measures)
    for one in (*law.offences, *law.rules, *law.limitation, *law.groups, *definitions, *measures):
        found[_number(article(law, one))].add(_act(law, one))
    return found


def _number(art: str) -> str:
    """An article without its paragraphs; the first where there are several (`ss. 3(1), 44`)."""
    word, _, number = art.partition("(")[0].partition(",")[0].strip().partition(" ")
    return f"{_ONE.get(word, word)} {number}"


def _act(law: Law, ref: str) -> str:
    """The act in which an item is cited: the title of the text, without which of its articles and which state of it."""
    found = _cite(law, ref)
    source = law.sources.get(found.source or "") if found else None
    return _PART.sub("", source.title) if source else ""


def provision_address(code: str, provision: str) -> str:
    """Where everybody reads a provision of a jurisdiction."""
    return address("provision", code, provision)
