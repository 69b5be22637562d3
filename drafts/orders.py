"""What can be asked for as a file: a text, as one of its variants, in a format, on a paper, under a masthead."""

from dataclasses import dataclass, fields
from datetime import datetime

from drafts.consolidating import Consolidated, consolidated
from drafts.models import Clause, Edition, Instrument, Rendition
from drafts.rendering.documents import Masthead
from drafts.rendering.paper import Layout
from drafts.scoping import option_sets
from drafts.text import scope

EXTENSIONS = {Rendition.Format.AKN.value: "xml"}  # where it is not the format's own name


class CannotExport(Exception):
    """The file was refused; the message is one sentence."""


@dataclass(frozen=True)
class Order:
    """What a consolidated draft shall show, each as the field of `Rendition` with its name. `edition` None is the
    working text."""

    instrument: Instrument
    edition: Edition | None = None
    variant: str = Rendition.Variant.CLEAN
    against: Edition | None = None
    language: str = "en"
    line_numbers: bool = False
    format: str = Rendition.Format.PDF
    occasion: str = ""
    round_slug: str = ""
    under: str = ""
    paper: str = Rendition.Paper.A4
    low_ink: bool = False
    beside: str = ""
    organisation: str = ""
    clause: Clause | None = None
    audience: str = ""
    symbol: str = ""
    distribution: str = ""
    agenda_item: str = ""
    dated_at: datetime | None = None

    @property
    def layout(self) -> Layout:
        return Layout(self.paper, self.low_ink)

    @property
    def languages(self) -> list[str]:
        """Codes of the languages that are shown, the document's own first."""
        beside = self.beside if self.variant == Rendition.Variant.LANGUAGES else ""
        return [self.language, *(code.strip() for code in beside.split(",") if code.strip())]

    def chosen(self) -> frozenset[str]:
        """The options of scope; none for all together. Raises CannotExport for a choice that may not be made."""
        if not self.under:
            return frozenset()
        found = scope.choice_named(self.under, option_sets(self.instrument))
        if found is None:
            raise CannotExport(f"The options {self.under} cannot be chosen together.")
        return found

    def masthead(self) -> Masthead:
        return Masthead(self.symbol, self.distribution, self.agenda_item, self.dated_at)

    def text(self, edition: Edition | None) -> Consolidated:
        """An edition, or the working text, in the language and under the options that were asked for."""
        return consolidated(self.instrument, edition=edition, language=self.language, under=self.chosen())


def order_of(rendition: Rendition) -> Order:
    """The order that a rendition was asked with."""
    return Order(**{field.name: getattr(rendition, field.name) for field in fields(Order)})


def file_name(of: Rendition | Order) -> str:
    """What the downloaded file is called: "convention-draft-2-redline-en.pdf"; a bundle is called by its round."""
    order = order_of(of) if isinstance(of, Rendition) else of
    if order.variant == Rendition.Variant.BUNDLE:
        return f"{order.round_slug}.{order.format}"
    state = order.edition.slug if order.edition else "working"
    variant = f"{order.variant}-under-{order.under.replace('+', '-')}" if order.under else order.variant
    if order.variant == Rendition.Variant.DELEGATION:
        variant = f"{variant}-{order.organisation.lower()}"
    if order.variant == Rendition.Variant.STORY and order.clause:
        state, variant = variant, order.clause.pk
    extension = EXTENSIONS.get(order.format, order.format)
    return f"{order.instrument.slug}-{state}-{variant}-{'-'.join(order.languages)}.{extension}"
