"""The page of one provision: its versions, the words of the law in quotation, the source, and how far the review is."""

from django.http import Http404, HttpResponse, HttpResponseRedirect

from fanal.justice.law import ladder, places, words
from fanal.justice.law.places import address
from fanal.justice.law.texts import texts
from fanal.justice.public.frame import Visit, draw, page


@page
def provision(visit: Visit, code: str, provision: str) -> HttpResponse:
    """A provision, a group of fields, a definition or a measure of a jurisdiction; 404 for any other."""
    law = visit.law.laws.get(code)
    if law is None:
        raise Http404
    whole = places.item_id(law, provision)
    if whole != provision:
        return HttpResponseRedirect(address("provision", code, whole))
    item = ladder.item(law, provision)
    if item is None:
        raise Http404
    return draw(
        visit,
        "provision",
        law=law,
        item=item,
        name=words.law_name(law),
        state_url=address("state", code),
        heading=places.heading(law, item),
        texts=texts(law, item, visit.on),
    )
