"""The door of what is known of a country."""

from fanal.contacts.files import defects
from fanal.contacts.stale import told as ends_told
from fanal.contacts.standing import country_info, unproved
from fanal.contacts.wanting import template, wanting

__all__ = ["country_info", "defects", "ends_told", "template", "unproved", "wanting"]
