"""Who reviews the classes in which children are counted."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.research import deciding
from fanal.research.policy import ASSENT_ROLES, HOUSES

REVIEW_CLASSES = deciding.REVIEW_CLASSES
DEEDS = {
    REVIEW_CLASSES: lazy("Reviewed the classes in which children are counted"),
}
access.allow(REVIEW_CLASSES, *ASSENT_ROLES, kinds=HOUSES)
