"""Everybody links a training card of their own organisation to their own account, once."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import OrgKind, Role

LINK = "learning.link_card"

DEEDS = {LINK: lazy("Linked a training card to the own account")}

access.allow(LINK, *Role, kinds=(OrgKind.MEMBER, OrgKind.SECRETARIAT))
