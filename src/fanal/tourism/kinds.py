"""What a place of a firm is, and what is said of it, by codes that sites and laws share. Pure."""

from collections.abc import Mapping

SITE_KINDS: Mapping[str, str] = {
    "hotel": "Hotel",
    "motel": "Motel",
    "bed_and_breakfast": "Bed and breakfast, guest house",
    "hostel": "Hostel",
    "vacation_rental": "Holiday flat or house",
    "hourly_lodging": "Lodging by the hour",
    "other_lodging": "Other lodging",
    "travel_agency": "Travel agency",
    "tour_operator": "Tour operator",
    "airline": "Place of an airline",
    "airport": "Airport",
    "cruise_ship": "Cruise ship",
    "ground_transport": "Bus, train or taxi service",
    "restaurant": "Restaurant or bar",
    "venue": "Place of events or attractions",
    "office": "Office",
    "other": "Another place",
}
"""By code, in English; whoever shows it translates."""

FLAGS: Mapping[str, str] = {
    "public_funds": "Does this place take public money, such as for staff of the state who stay or meet there?",
}
"""What decides whether a law applies to a place, as the question that is asked of it."""
