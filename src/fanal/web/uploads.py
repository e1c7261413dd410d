"""No media, ever (DNH-01): the one upload handler refuses the first file that arrives, before a byte of it is kept."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class MediaRefused(SuspiciousOperation):
    """A request carried a file. Answered with 415; says nothing about the file."""


class Refuse(FileUploadHandler):
    """Refuses every file; forms with several parts but no file pass."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        raise MediaRefused

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        raise MediaRefused

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        raise MediaRefused
