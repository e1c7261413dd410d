"""Words of why somebody is proposed, and of what the law of a state says: message ids by code, for staff."""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop

ROUTING: Mapping[str, str] = {
    "place": gettext_noop("It happened in {country}."),
    "place_unknown": gettext_noop("We do not know where it happened. Ask the person who told us."),
    "place_online": gettext_noop("It happened only online. Ask where the child or the adult may be."),
    "place_ship_or_aircraft": gettext_noop(
        "It happened on a ship or aircraft. Ask under which flag, and the next port."
    ),
    "lives_in": gettext_noop("The adult lives in {country}."),
    "comes_from": gettext_noop("The adult comes from {country}."),
    "travels_to": gettext_noop("The adult travels to {country}."),
    "child_home": gettext_noop("The child's home is in {country}."),
    "authority_agreement": gettext_noop("We have an agreement with this authority of {country}."),
    "authority_duty": gettext_noop("The law of {country} makes us report this."),
    "online": gettext_noop("There is material online. Point to the hotline; nothing is stored or sent."),
}
"""Why a proposal stands here, by rule; {country} is its name in the reader's language."""

NOBODY = gettext_noop("There is no member for this country. Nobody else takes the place of one.")

LAW: Mapping[str, str] = {
    "open": gettext_noop("This state can act."),
    "open_on_condition": gettext_noop("This state can act on a condition."),
    "cannot_say": gettext_noop("Cannot say."),
    "barred": gettext_noop("This state is barred."),
    "none": gettext_noop("This state has no ground to act."),
}
