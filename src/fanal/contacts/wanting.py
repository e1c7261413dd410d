"""What the file of a country lacks before people there can tell something, in sentences for whoever types it; and
an empty one to begin with. What it must look like is `files`."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.contacts.contracts import (
    EXIT_MONTHS,
    OUR_ROLE,
    REVIEWED_MONTHS,
    VERIFIED_MONTHS,
    ContactKind,
    CountryInfo,
    Local,
)

KINDS: Final = {
    ContactKind.EMERGENCY_POLICE: lazy("the emergency number of the police"),
    ContactKind.EMERGENCY_MEDICAL: lazy("the number of the ambulance"),
    ContactKind.CHILD_HELPLINE: lazy("a helpline to which a child can speak"),
    ContactKind.ILLEGAL_CONTENT_HOTLINE: lazy("a hotline to which material is reported, with its number or its page"),
    ContactKind.MEMBER_DUTY: lazy("the number of a member’s duty person"),
}


PARTS: Final = {
    "mandated_reporting": lazy("When the law makes us tell an authority"),
    "authority_note": lazy("How authorities there treat children"),
    "exit_target": lazy("Where “Leave this page” leads"),
    "remove_trace": lazy("How to remove the visit from a browser"),
}


class Want(NamedTuple):
    """What is missing at a key of the file: what it is about, and what to do."""

    key: str
    about: str
    todo: str


def wanting(info: CountryInfo, day: date, languages: Collection[str]) -> Iterator[Want]:
    """All that is missing, in the order of the file. `languages`: those in which the public form is offered."""
    for kind, words in KINDS.items():
        of_kind = [one for one in info.contacts if one.kind is kind]
        if not of_kind:
            yield Want("contacts", str(words), _("Not there. Find it out, call it, and write it down."))
        for one in of_kind:
            if not one.is_verified(day):
                yield Want(f"contacts, {one.id}", str(words), _too_old(VERIFIED_MONTHS))
    law, note = (info.mandated or {}).get(OUR_ROLE), info.authority_note
    if law is None:
        yield _want("mandated_reporting", _("Not there: no form opens without it. Ask a lawyer of the country."))
    else:
        yield from _text("mandated_reporting", law.text, languages)
        if not law.is_reviewed(day):
            yield _want("mandated_reporting", _too_old(REVIEWED_MONTHS))
    if note is None:
        yield _want("authority_note", _("Not there: nothing is told to an authority until somebody wrote it."))
    elif not note.is_reviewed(day):
        yield _want("authority_note", _too_old(REVIEWED_MONTHS))
    if not info.exit_checked.holds(day, EXIT_MONTHS):
        yield _want("exit_target", _too_old(EXIT_MONTHS))
    yield from _text("remove_trace", info.remove_trace, languages)


def _want(key: str, todo: str) -> Want:
    return Want(key, str(PARTS[key]), todo)


def _too_old(months: int) -> str:
    said = _("Looked at more than {n} months ago: it counts no more. Look again, and note the day.")
    return said.format(n=months)


def _text(key: str, text: Local, languages: Collection[str]) -> Iterator[Want]:
    if missing := [one for one in languages if not text.text_in(one)]:
        said = _("Not there in {languages}: whoever reads the form in that language is not told.")
        yield _want(key, said.format(languages=", ".join(missing)))


TEMPLATE: Final = """\
# {name}. What stands here is found out by people, from a source that is named: nothing is guessed.
# Call each number before you write it down. `fanal country {country} --check` says what is missing.
country: {country}
# Of each: id, a name of your own; number, as one dials it there; cost: free, local, charged or unknown; languages in
# which somebody answers, as [en, fr]; hours: always, or {{zone: Africa/Nairobi, week: {{mon: ["08:00-17:00"]}}}};
# verified: who did, on which day, how (called, written, visited or published), and where the number is said.
contacts:
{contacts}
# When does the law make us tell an authority? One text for each language, with its article; a lawyer reviews it.
mandated_reporting:
  - role: {role}
    text: {{en: ""}}
    citation: ""          # the Act and its article
    reviewed:             # the day, as 2026-11-30
# How do authorities treat a child there? Are officials known to gain? Your own staff read it before anything goes out.
authority_note:
  text: {{en: ""}}
  reviewed:
  children_may_be_punished: unknown    # yes, no or unknown
  complicity_reported: unknown
# Where “Leave this page” leads: a page that everybody there might look at, such as the weather.
exit_target: {{url: "https://", checked: }}
# How one removes the visit from a browser there, as the end of a sentence.
remove_trace: {{en: ""}}
"""
_CONTACT: Final = """\
  # {words}
  - id: {id}
    kind: {kind}
    number: ""
    reachable_from: [{country}]
    cost: unknown
    languages: []
    hours: always
    verified: {{by: "", on: , how: called, source: ""}}
"""


def template(country: str, name: str) -> str:
    """An empty file, with what must be found out beside each line. What it holds cannot be used: it is all to be
    filled in."""
    contacts = "".join(
        _CONTACT.format(id=f"{country.lower()}-{kind.value.replace('_', '-')}", kind=kind, words=words, country=country)
        for kind, words in KINDS.items()
    )
    return TEMPLATE.format(country=country, name=name, contacts=contacts.rstrip("\n"), role=OUR_ROLE)
