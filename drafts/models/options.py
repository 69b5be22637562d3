"""Options of scope: which parts of a text stand only under some of several choices that are still open."""

from typing import Any

from django.db import models

from .instruments import Instrument


class OptionSet(models.Model):
    """Options and the sets of them that may be chosen together, such as the scope options of the Chairs' conclusions of
    2019: {1}, {2}, {1+3}, {2+3} and nothing else.

    options: list of {"label": "1", "words": "…"} in their order. legal: list of lists of labels. Labels are unique in
    an instrument, because a clause names them alone: `{under: 2}`.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="option_sets")
    name = models.CharField(max_length=80)
    options: Any = models.JSONField(default=list)
    legal: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["instrument", "name"], name="option_set_name_is_unique")]

    def __str__(self) -> str:
        return self.name
