from .acts import Act, Relabelling
from .agreement import AgreementStep
from .articles import Article, Draft, Text
from .clauses import Clause
from .editions import Edition, EditionHeading, EditionText
from .instruments import Division, Heading, Instrument
from .links import AcceptedDiscrepancy, ClauseLink
from .options import OptionSet
from .presences import Presence
from .renditions import Rendition

__all__ = [
    "AcceptedDiscrepancy",
    "Act",
    "AgreementStep",
    "Article",
    "Clause",
    "ClauseLink",
    "Division",
    "Draft",
    "Edition",
    "EditionHeading",
    "EditionText",
    "Heading",
    "Instrument",
    "OptionSet",
    "Presence",
    "Relabelling",
    "Rendition",
    "Text",
]
