"""Who reads how the duties of a company stand, and takes a list of its people along: the company, of its own."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.tourism.policy import COMPANIES, FOCAL

READ, TAKE_LIST = "tourism.training", "tourism.take_list"
DEEDS = {TAKE_LIST: lazy("Took a list of people along that an authority may ask for")}
for _deed in (READ, TAKE_LIST):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
