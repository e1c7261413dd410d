"""Addresses of the staff's screens of the law, below `/desk/law/`."""

from fanal.justice.gaps import urls as gaps
from fanal.justice.law import urls as law
from fanal.justice.matters import urls as matters

app_name = "justice"
urlpatterns = [one for part in (law, matters, gaps) for one in part.patterns]
