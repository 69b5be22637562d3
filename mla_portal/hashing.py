"""Uploads of which only the checksum is wanted: they are hashed as they come in, and nothing of them is kept."""

import hashlib
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class HashedUpload(FileUploadHandler):
    """Takes the place of the portal's upload handlers for one request. Afterwards `sha256` is the checksum in
    hexadecimal, empty where no file came; `size` counts bytes, and stops soon after `largest`.
    """

    def __init__(self, request: Any, *, largest: int) -> None:
        super().__init__(request)
        self.largest, self.size, self.sha256 = largest, 0, ""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size, self.sha256, self._digest = 0, "", hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Returning nothing is what keeps the chunk from any handler after this one."""
        self.size += len(raw_data)
        if self.is_too_large:
            raise SkipFile
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        self.sha256 = self._digest.hexdigest()

    @property
    def is_too_large(self) -> bool:
        return self.size > self.largest
