"""What a plan of reforms says in words: a text to begin from, and the provisions as they would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.model import Corpus, Provision
from fanal.engines.jurisdiction.reform_atoms import Atom, patch
from fanal.engines.jurisdiction.reform_atoms import Kind as AtomKind
from fanal.justice import gap_words, law_fields
from fanal.justice.law_words import state_name

type Atoms = Sequence[Mapping[str, str]]


def atoms_of(kept: Atoms) -> list[Atom]:
    """The changes as the engine knows them."""
    return [Atom(one["state"], AtomKind(one["kind"]), one["profile"]) for one in kept]


def begun(state: str, kept: Atoms, law: Corpus) -> dict[str, str]:
    """Title and text to begin from; a person writes them anew. No figure and no gap stands in them."""
    lines = [_("What changes"), *(f"– {gap_words.atom(**one)}" for one in kept), ""]
    lines += [_("Why"), _("Write here what the present law leaves open, without saying how to use it."), ""]
    touched = sorted({one.id for held in _patches(kept, law, date.max) for one in held})
    lines += [_("Which provisions"), *(f"– {name}" for name in touched)]
    if not touched:
        lines.append(f"– {_('New provisions; none that stands today is changed.')}")
    return {"title": _("Acts against children abroad: a reform for %(state)s") % {"state": state_name(state)},
            "words": "\n".join(lines)}  # fmt: skip


def _patches(kept: Atoms, law: Corpus, on: date) -> list[list[Provision[Any]]]:
    day = min(on, date(9999, 1, 1))
    return [
        [was for was, _now in one.changed] for atom in atoms_of(kept) for one in patch(law, atom, law.profiles, day)
    ]


def changes(kept: Atoms, law: Corpus, on: date) -> list[dict[str, Any]]:
    """Each provision that the changes add or alter, in words, as it would be from that day on."""
    found = []
    for atom in atoms_of(kept):
        for one in patch(law, atom, law.profiles, on):
            after = [(provision, True) for provision in one.added] + [(now, False) for _was, now in one.changed]
            found += [
                {
                    "id": provision.id,
                    "new": new,
                    "rows": law_fields.rows(provision.versions[-1].text, one.jurisdiction),
                }
                for provision, new in after
            ]
    return found
