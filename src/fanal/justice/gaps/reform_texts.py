"""What a plan of reforms says in words: a text to begin from, and the provisions as they would be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import Atom, AtomKind, Corpus, binding_for, patch, standards
from fanal.justice.gaps import words as gap_words
from fanal.justice.law import fields, library, places
from fanal.justice.law.codes import TREATIES
from fanal.justice.law.words import state_name
from fanal.web import api as web

type Atoms = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a reform proposes, in words: its changes, what treaties say of them, where they stand; and the items of the
    checklist that it is about."""

    changes: tuple[str, ...]
    treaties: tuple[str, ...]
    provisions: tuple[str, ...]
    items: tuple[str, ...]


def proposed(state: str, atoms: Iterable[tuple[str, str, str]], now: datetime) -> Proposed:
    """The same of a reform that was published, by the law of today."""
    law, on = library.corpus(now), now.date()
    kept = [{"state": one, "kind": kind, "profile": profile} for one, kind, profile in atoms]
    items = dict.fromkeys(item for atom in atoms_of(kept) for item in items_of(atom))
    treaties, provisions = (
        tuple(line.removeprefix("– ") for line in lines)
        for lines in (_treaties(state, kept, law, on), _provisions(kept, law, on))
    )
    return Proposed(tuple(gap_words.atom(**one) for one in kept), treaties, provisions, tuple(items))


def atoms_of(kept: Atoms) -> list[Atom]:
    """The changes as the engine knows them."""
    return [Atom(one["state"], AtomKind(one["kind"]), one["profile"]) for one in kept]


def begun(state: str, kept: Atoms, law: Corpus, on: date) -> dict[str, str]:
    """Title and text to begin from; a person writes them anew. No figure and no gap stands in them."""
    lines = [_("What changes"), *(f"– {gap_words.atom(**one)}" for one in kept), ""]
    lines += [_("Which treaties ask for it"), *_treaties(state, kept, law, on), ""]
    lines += [_("Why"), _("Write here what the present law leaves open, without saying how to use it."), ""]
    lines += [_("Which provisions"), *_provisions(kept, law, on)]
    return {"title": _("Acts against children abroad: a reform for %(state)s") % {"state": state_name(state)},
            "words": "\n".join(lines)}  # fmt: skip


def _treaties(state: str, kept: Atoms, law: Corpus, on: date) -> Iterator[str]:
    """The articles of treaties that ask for these changes, each with whether it binds the state."""
    held, told = standards.shipped(), dict[str, None]()
    for item in dict.fromkeys(item for atom in atoms_of(kept) for item in items_of(atom)):
        for obligation in binding_for(law, held, state, item, on).obligations:
            if obligation.place.force != "M" or obligation.place.instrument not in TREATIES:
                continue
            given = {
                "treaty": TREATIES[obligation.place.instrument],
                "article": obligation.place.article.partition("#")[0],
            }
            if obligation.value.is_true:
                words = _("%(treaty)s, article %(article)s: binds the country.")
            elif obligation.value.is_false:
                words = _("%(treaty)s, article %(article)s: does not bind the country.")
            else:
                words = _("%(treaty)s, article %(article)s: whether it binds the country is not in the library.")
            told[f"– {words % given}"] = None
    yield from told or (f"– {_('None that is in the library.')}",)


def items_of(atom: Atom) -> tuple[str, ...]:
    """The items of the checklist that a change of law is about."""
    if atom.kind is AtomKind.CRIMINALISE:
        return _ACTS.get(atom.profile, ())
    return (*_RULES[atom.kind], *(item for held in _ACTS.values() for item in held if atom.kind is AtomKind.BUNDLE))


_RULES: Mapping[AtomKind, tuple[str, ...]] = {
    AtomKind.PERSONAL: ("law.B3", "law.B4"),
    AtomKind.PROSECUTE: ("law.B8", "law.B10"),
    AtomKind.NO_DOUBLE: ("law.B6",),
    AtomKind.NO_THRESHOLD: ("law.A21", "law.B3"),
    AtomKind.BUNDLE: ("law.B8", "law.B10"),
}
_ACTS: Mapping[str, tuple[str, ...]] = {
    "sexual_activity": ("law.A8",), "procuring": ("law.A7",), "sale": ("law.A9",), "trafficking": ("law.A10",),
    "csam_production": ("law.A11",), "csam_distribution": ("law.A11",), "csam_possession": ("law.A12",),
    "csam_access": ("law.A13",), "performance": ("law.A15",), "corruption": ("law.A16",), "grooming": ("law.A17",),
    "travel_facilitation": ("law.A19",),
}  # fmt: skip


def _provisions(kept: Atoms, law: Corpus, on: date) -> Iterator[str]:
    """The articles that change, by act; what is new, with the acts of the country in which it may stand."""
    found = [one for atom in atoms_of(kept) for one in patch(law, atom, law.profiles, on)]
    changed = {(one.jurisdiction, was.id): was for one in found for was, _now in one.changed}
    for (code, name), was in sorted(changed.items()):
        own = law.laws[code]
        titles = {own.sources[one.source].title for one in was.versions if one.source and one.source in own.sources}
        yield f"– {web.listed((*sorted(titles), places.article(own, name)))}"
    for code in sorted({one.jurisdiction for one in found if one.added}):
        acts = sorted({one.title for one in law.laws[code].sources.values() if one.kind == "statute"})
        yield f"– {_('New provisions, in one of: %(acts)s.') % {'acts': web.apart(acts) or state_name(code)}}"


def changes(kept: Atoms, law: Corpus, on: date) -> list[dict[str, Any]]:
    """Each provision that the changes add or alter, in words, as it would be from that day on."""
    provisions = []
    for atom in atoms_of(kept):
        for part in patch(law, atom, law.profiles, on):
            after = [(provision, True) for provision in part.added] + [(now, False) for _was, now in part.changed]
            provisions += [
                {
                    "id": provision.id,
                    "new": new,
                    "rows": fields.rows(provision.versions[-1].text, part.jurisdiction),
                }
                for provision, new in after
            ]
    return provisions
