"""The door of what is known of a country."""

from fanal.contacts.files import defects
from fanal.contacts.stale import told as ends_told
from fanal.contacts.standing import country_info, unproved

__all__ = ["country_info", "defects", "ends_told", "unproved"]
