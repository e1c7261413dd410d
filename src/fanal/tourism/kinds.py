"""What a place of a firm is, and what is said of it, by codes that sites and laws share. Pure."""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop as _

SITE_KINDS: Mapping[str, str] = {
    "hotel": _("Hotel"),
    "motel": _("Motel"),
    "bed_and_breakfast": _("Bed and breakfast, guest house"),
    "hostel": _("Hostel"),
    "vacation_rental": _("Holiday flat or house"),
    "hourly_lodging": _("Lodging by the hour"),
    "other_lodging": _("Other lodging"),
    "travel_agency": _("Travel agency"),
    "tour_operator": _("Tour operator"),
    "airline": _("Place of an airline"),
    "airport": _("Airport"),
    "cruise_ship": _("Cruise ship"),
    "ground_transport": _("Bus, train or taxi service"),
    "restaurant": _("Restaurant or bar"),
    "venue": _("Place of events or attractions"),
    "office": _("Office"),
    "other": _("Another place"),
}
"""By code, in English; whoever shows it translates."""

FLAGS: Mapping[str, str] = {
    "public_funds": _("Does this place take public money, such as for staff of the state who stay or meet there?"),
}
"""What decides whether a law applies to a place, as the question that is asked of it."""
