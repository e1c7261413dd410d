"""What the public form says, in English: message ids, translated where they are shown.

`BEFORE` stands before the first field (DNH-03, DNH-14); `STATUS` is the closed list of what a reporter learns (DNH-15).
What is asked stands in `form.py`. Names in braces are filled in by `str.format` after translation.
"""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop

EMERGENCY_NONE = gettext_noop(
    "We hold no verified number for this place. Ask hotel reception, a guide, or any person in uniform, "
    "or go where there are people."
)

BEFORE: Mapping[str, str] = {
    "unsure": gettext_noop("You do not have to be sure. Tell us what you noticed. Finding out is our work."),
    "no_accusation": gettext_noop("A trained person checks before anything is done."),
    "child_first": gettext_noop("We ask first what would help or harm the child."),
    "child_first_careful": gettext_noop("We think about this before we talk to anyone."),
    "who_reads": gettext_noop(
        "{member} in {country} reads this. {n} trained people can open it. Companies and other organisations cannot."
    ),
    "law": gettext_noop("When we must pass on what you tell us: {law}"),
    "next": gettext_noop(
        "Someone reads this within {limit}. They may help a child, ask you a question here, "
        "or pass facts to people who can act."
    ),
    "hours": gettext_noop("We read {hours}; it is {time} there now. We are not an emergency service."),
    "no_pictures": gettext_noop(
        "Do not take, keep, send or look for pictures or videos. We cannot receive them. "
        "Having them can be a crime, even with good intent. If you came upon them online: {hotline}."
    ),
    "no_investigation": gettext_noop(
        "Do not follow, test, question or confront anyone. Do not ask a child for details. Keep yourself safe."
    ),
    "anonymous": gettext_noop("No name, e-mail or phone is needed. We do not keep your internet address."),
    "trace": gettext_noop("Your device may keep a trace: {how_to_remove}."),
    "neither": gettext_noop("Do not take or send pictures. Do not follow or question anyone."),
    "staff": gettext_noop(
        "If you work here: you need not tell your manager first. We do not tell your employer. "
        "You should not be punished for telling us."
    ),
    "any_language": gettext_noop("Write in any language."),
}
"""By message id. `emergency` is not among them: it is the block of contacts, or `EMERGENCY_NONE`.

`anonymous`, `who_reads` and `neither` (the shortest of what is forbidden) stand open; the rest is folded.
"""

NO_HOTLINE = gettext_noop("do not open them again, and do not send them to anyone")
"""Fills {hotline} where no verified hotline for such reports is held for the country."""

REPEATED = ("law", "no_pictures", "who_reads")
"""Shown again on the check page, before sending."""

ON_THE_PHONE = (
    gettext_noop("Say where you are: the place, the street, the room."),
    gettext_noop("Say that a child is in danger now, and what you see."),
    gettext_noop("Ask what you should do, and stay safe yourself."),
)
"""Three sentences for the call when a child is in danger right now."""

CHILD_ALWAYS = (
    gettext_noop("You may stop at any time."),
    gettext_noop("We keep nothing until you press send."),
    gettext_noop("You did nothing wrong."),
)
"""Said on every page of the child door."""

STATUS: Mapping[str, str] = {
    "received": gettext_noop("We have your message."),
    "read": gettext_noop("A person has read it."),
    "question": gettext_noop("We have a question for you."),
    "working": gettext_noop("People are working on it."),
    "closed": gettext_noop("We have finished for now. You can still write here until {day}."),
}
"""The closed list of what a reporter learns: it names no person, place, country, authority or result."""

ERRORS: Mapping[str, str] = {
    "required": gettext_noop("Please choose an answer."),
    "one_of": gettext_noop("Tick one of these, or write a few words."),
    "not_a_choice": gettext_noop("Please choose one of the answers shown."),
    "one_answer": gettext_noop("Please choose only one answer."),
    "too_long": gettext_noop("Characters too many: {over}. At most {limit} fit in here. Nothing of it is lost."),
    "too_many_countries": gettext_noop("Please choose at most {limit} countries."),
    "unknown_country": gettext_noop("Please choose a country from the list."),
    "only_if": gettext_noop("You wrote how to reach you. Tick “Also in another way”, or clear this."),
    "receipt": gettext_noop("Please do not write your code here. Keep it for yourself."),
}

MEDIA = gettext_noop(
    "We cannot receive pictures, videos or files, also not in this form. Where you see […] we took it out, "
    "and nothing of it was kept. Your own words are still here, and not sent yet: look at them, then go on."
)
"""Explains the refusal of a file in disguise (status 422)."""

ADDRESS_MARK = gettext_noop("[address removed]")
"""`filters.MARKER` as its writer reads it."""

ADDRESS_REMOVED = gettext_noop(
    "You wrote the address of something online. We took it out and do not keep it. To report it: {hotline}."
)
"""Stands on the check page when an address was removed."""
