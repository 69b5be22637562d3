"""A document for print, made of sections that are set on their own, kept, and put together.

WeasyPrint sets some twelve pages a second: a compilation takes a minute, and an export in the minutes before a plenary
may not. So a document is cut into units that begin on a page of their own (`units`), each is set once and kept by the
hash of what it shows (`engine`, `store`), and the volume is assembled from what was kept (`assembly`): page numbers are
stamped, references become named destinations, each face is embedded once, the structure for readers by ear is one tree.
"""

from drafts.rendering.volume.making import make_volume, set_missing
from drafts.rendering.volume.store import Store

__all__ = ["Store", "make_volume", "set_missing"]
