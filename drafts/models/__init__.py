from .articles import Article, Draft, Text
from .clauses import Clause
from .editions import Edition, EditionHeading, EditionText
from .instruments import Division, Heading, Instrument
from .renditions import Rendition

__all__ = [
    "Article",
    "Clause",
    "Division",
    "Draft",
    "Edition",
    "EditionHeading",
    "EditionText",
    "Heading",
    "Instrument",
    "Rendition",
    "Text",
]
