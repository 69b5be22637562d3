"""Forms of the acts on a whole instrument. Each says what will happen, asks for it, and performs the act."""

from typing import Any, ClassVar

from django import forms

from drafts import dividing, reshaping
from drafts.models import Act, Article, Division, Instrument
from drafts.models.instruments import LONGEST_HEADING
from drafts.naming import name_of_unit
from drafts.reshaping import Authorship, Place
from drafts.structure import Outline
from drafts.text import numbering
from drafts.text.blocks import is_tombstone


class ShapingForm(forms.Form):
    """`subject` is the article or division that the act is done to, None for an act on the text as a whole."""

    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    action: ClassVar[str] = ""
    about: ClassVar[str] = "article"  # or "division", or "" for the whole

    reason = forms.CharField(help_text="Required. It is read in the history.", max_length=2000)

    field_order: ClassVar[list[str] | None] = None  # type: ignore[misc]

    def __init__(self, *args: Any, outline: Outline, subject: Article | Division | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.outline, self.subject = outline, subject
        self.prepare()
        self.order_fields([name for name in self.fields if name != "reason"])

    @property
    def instrument(self) -> Instrument:
        return self.outline.instrument

    @property
    def headline(self) -> str:
        """The page's first words."""
        return self.title.format(subject=self.subject or "")

    def prepare(self) -> None:
        """Fill the choices from the outline."""

    def perform(self, by: Authorship) -> str:
        """Do it; the sentence that says what was done. Raises CannotReshape."""
        raise NotImplementedError

    def choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field of choices."""
        self.fields[field].choices = choices  # type: ignore[attr-defined]


class AddArticleForm(ShapingForm):
    title, action, about = "Add an article", "Add the article", ""
    lead = "It gets the next free number behind its place: no other number changes."

    place = forms.ChoiceField(label="Where", choices=[])
    label = forms.CharField(
        label="Number", required=False, max_length=20, help_text="Leave it empty for the next free one, such as 12 bis."
    )
    heading = forms.CharField(required=False, max_length=LONGEST_HEADING)
    source = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "field-text"}),
        help_text="In the drafting syntax, one clause a line. You can go on writing in the editor.",
    )

    def prepare(self) -> None:
        self.choose("place", self.outline.places())
        if isinstance(self.subject, Article):
            self.initial.setdefault("place", f"after-{self.subject.pk}")

    def perform(self, by: Authorship) -> str:
        asked = self.cleaned_data
        article = reshaping.add_article(
            instrument=self.instrument,
            place=self.outline.place(asked["place"]),
            heading=asked["heading"],
            source=asked["source"].replace("\r\n", "\n"),
            label=asked["label"],
            by=by,
        )
        return f"{article} was added."


class MoveArticleForm(ShapingForm):
    title, action = "Move {subject}", "Move it"
    lead = "It keeps its number and its words; the order of the text changes."

    place = forms.ChoiceField(label="Where to", choices=[])

    def prepare(self) -> None:
        self.choose("place", self.outline.places(without=self.subject))

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Article)
        place: Place = self.outline.place(self.cleaned_data["place"])
        return reshaping.move_article(article=self.subject, place=place, by=by).what


class SplitArticleForm(ShapingForm):
    title, action = "Split {subject}", "Split it"
    lead = (
        "What begins with the paragraph that you choose becomes an article of its own behind this one, in every "
        "language. Comments stay with their clauses."
    )

    clause = forms.ChoiceField(label="The new article begins with", choices=[])
    heading = forms.CharField(label="Heading of the new article", required=False, max_length=LONGEST_HEADING)
    label = forms.CharField(
        label="Its number", required=False, max_length=20, help_text="Leave it empty for the next free one."
    )

    def prepare(self) -> None:
        assert isinstance(self.subject, Article)
        blocks = self.outline.clauses_of(self.subject)
        places = numbering.paths(blocks, self.instrument.original_language)
        found = [
            (block.id, f"{numbering.citation(places[block.id])}: {block.text[:70]}")
            for place, block in enumerate(blocks)
            if place and not block.depth and block.kind != "end" and not is_tombstone(block)
        ]
        self.choose("clause", found)

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Article)
        asked = self.cleaned_data
        new = reshaping.split_article(
            article=self.subject, clause=asked["clause"], heading=asked["heading"], label=asked["label"], by=by
        )
        return f"{self.subject} was split: what followed is {new}."


class MergeArticlesForm(ShapingForm):
    title, action = "Merge another article into {subject}", "Merge them"
    lead = (
        "The clauses of the other article follow those of this one, with their comments, in every language. The other "
        "article is deleted and keeps its number where an edition has it."
    )

    other = forms.ChoiceField(label="The other article", choices=[])

    def prepare(self) -> None:
        others = [a for a in self.outline.articles if a != self.subject and a.kind == Article.Kind.ARTICLE]
        self.choose("other", [(a.slug, self.outline.named(a)) for a in others])

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Article)
        other = self.outline.article(self.cleaned_data["other"])
        return reshaping.merge_articles(into=self.subject, other=other, by=by).what


class DeleteArticleForm(ShapingForm):
    title, action = "Delete {subject}", "Delete it"
    lead = (
        "Where an edition has it, its number stays, the article reads “[Deleted]”, and any version can be restored; "
        "else it leaves the text for good. Every version remains in the history."
    )

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Article)
        return reshaping.delete_article(article=self.subject, by=by).what


class AddDivisionForm(ShapingForm):
    title, action, about = "Add a part or chapter", "Add it", ""
    lead = "It begins with the article that you choose and takes what follows in the same division."

    kind = forms.ChoiceField(choices=Division.Kind.choices, initial=Division.Kind.CHAPTER)
    label = forms.CharField(label="Number", max_length=20, help_text="Such as IV, or IV bis: no other number changes.")
    heading = forms.CharField(required=False, max_length=LONGEST_HEADING)
    first = forms.ChoiceField(label="It begins with", choices=[])

    def prepare(self) -> None:
        articles = [a for a in self.outline.articles if a.kind == Article.Kind.ARTICLE]
        self.choose("first", [(a.slug, self.outline.named(a)) for a in articles])
        if isinstance(self.subject, Article):
            self.initial.setdefault("first", self.subject.slug)

    def perform(self, by: Authorship) -> str:
        asked = self.cleaned_data
        division = dividing.add_division(
            instrument=self.instrument,
            kind=asked["kind"],
            label=asked["label"],
            heading=asked["heading"],
            first=self.outline.article(asked["first"]),
            by=by,
        )
        return f"{division} was added."


class RenameDivisionForm(ShapingForm):
    title, action, about = "Another heading for {subject}", "Change the heading", "division"
    lead = "Headings are words of the treaty: the old one stays in the history."

    language = forms.ChoiceField(choices=[])
    heading = forms.CharField(required=False, max_length=LONGEST_HEADING)

    def prepare(self) -> None:
        self.choose("language", self.outline.languages())
        assert isinstance(self.subject, Division)
        self.initial.setdefault("heading", self.outline.heading_of(self.subject))

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Division)
        asked = self.cleaned_data
        act: Act = dividing.rename_division(
            division=self.subject, language=asked["language"], heading=asked["heading"], by=by
        )
        return act.what


class MoveDivisionForm(ShapingForm):
    title, action, about = "Move {subject}", "Move it", "division"
    lead = "It moves with everything that stands in it; numbers and words stay."

    after = forms.ChoiceField(label="Where to", choices=[])

    def prepare(self) -> None:
        assert isinstance(self.subject, Division)
        siblings = self.outline.siblings_of(self.subject)
        language = self.instrument.original_language
        names = [(str(d.pk), f"behind {name_of_unit(d.kind, d.label, language)}") for d in siblings]
        self.choose("after", [("first", "before the others"), *names])

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Division)
        chosen = self.cleaned_data["after"]
        after = next((d for d in self.outline.siblings_of(self.subject) if str(d.pk) == chosen), None)
        return dividing.move_division(division=self.subject, after=after, by=by).what


class DeleteDivisionForm(ShapingForm):
    title, action, about = "Delete {subject}", "Delete the division", "division"
    lead = "Its articles stay: they join the division before it."

    def perform(self, by: Authorship) -> str:
        assert isinstance(self.subject, Division)
        return dividing.delete_division(division=self.subject, by=by).what


FORMS: dict[str, type[ShapingForm]] = {
    "add-article": AddArticleForm,
    "move-article": MoveArticleForm,
    "split-article": SplitArticleForm,
    "merge-articles": MergeArticlesForm,
    "delete-article": DeleteArticleForm,
    "add-division": AddDivisionForm,
    "rename-division": RenameDivisionForm,
    "move-division": MoveDivisionForm,
    "delete-division": DeleteDivisionForm,
}
