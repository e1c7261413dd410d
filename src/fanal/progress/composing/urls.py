"""Addresses of documents, below `/desk/progress/`."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from fanal.progress.composing.desk import acts, pages
from fanal.web.api import converters  # noqa: F401  `state`


class DocumentFile(StringConverter):
    """A file of a document."""

    regex = "html|pdf|json"


register_converter(DocumentFile, "document_file")

_ONE = "documents/<uuid:pk>/"
urlpatterns = [
    path("documents/", pages.listed, name="documents"),
    path("documents/reforms/", pages.reforms, name="document_reforms"),
    *acts.BEGUN.paths("documents/", "", acts.NEW_ACTS),
    *acts.REFORMS.paths("documents/reforms/<state:country>/<uuid:reform>/", "", acts.REFORM_ACTS),
    path(_ONE, pages.document, name="document"),
    path(f"{_ONE}preview/", pages.preview, name="document_preview"),
    path(f"{_ONE}add/<slug:section>/<slug:kind>/", pages.add, name="document_add"),
    path(f"{_ONE}versions/<int:number>.<document_file:kind>", pages.file, name="document_file"),
    *acts.DOCUMENTS.paths(_ONE, "", acts.ACTS),
    *acts.BLOCKS.paths(f"{_ONE}blocks/<int:which>/", "", acts.BLOCK_ACTS),
    path("statements/", pages.statements, name="voices"),
    *acts.VOICES_BEGUN.paths("statements/", "", acts.VOICE_NEW_ACTS),
    *acts.VOICES.paths("statements/<uuid:pk>/", "", acts.VOICE_ACTS),
]
