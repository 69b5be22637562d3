"""Where static files are collected to."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and gzip. No brotli: WeasyPrint brings the library in, and its best quality costs ten
    seconds a start.
    """

    keep_only_hashed_files = True

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)
