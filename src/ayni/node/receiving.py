"""Takes a file out of a form as it comes and writes it where it belongs; files nobody asked for are refused."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

__all__ = ["RefuseFiles"]


class RefuseFiles(FileUploadHandler):
    """Takes no file at all: the default of every page but the one that receives uploads."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - Django's signature
        """Stop reading."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's signature
        """Keep nothing."""
        return None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        """Make nothing."""
        return
