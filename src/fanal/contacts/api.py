"""The door of what is known of a country."""

from fanal.contacts.saying import unusable
from fanal.contacts.stale import told as ends_told
from fanal.contacts.standing import country_info, unproved
from fanal.contacts.wanting import template, wanting

__all__ = ["country_info", "ends_told", "template", "unproved", "unusable", "wanting"]
