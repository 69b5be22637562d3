"""What the query of an address chooses about how a page is shown."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from drafts.models import Instrument


def language_query(instrument: Instrument, language: str) -> str:
    """What an address must say to stay in the language: nothing for the original one."""
    return "" if language == instrument.original_language else f"?language={language}"


def no_such_choice(request: HttpRequest, instrument: Instrument, sentence: str) -> HttpResponse:
    """The answer to options of scope that may not be chosen together."""
    context = {"instrument": instrument, "sentence": sentence}
    return render(request, "drafts/no_such_choice.html", context, status=404)


@dataclass(frozen=True)
class Shown:
    """How a comparison is shown: one column or two, with or without what did not change, and the change one is at."""

    side: bool
    only_changed: bool
    at: int
    rest: dict[str, str]

    def _query(self, *, side: bool, only_changed: bool, at: int = 0) -> str:
        said = {
            **self.rest,
            **({"view": "side"} if side else {}),
            "only": "changed" if only_changed else "all",
            **({"at": str(at)} if at else {}),
        }
        return f"?{urlencode(said)}" + (f"#change-{at}" if at else "")

    @property
    def views(self) -> list[dict[str, Any]]:
        return [
            {
                "words": words,
                "address": self._query(side=side, only_changed=self.only_changed),
                "current": side == self.side,
            }
            for words, side in (("Inline", False), ("Side by side", True))
        ]

    @property
    def extents(self) -> list[dict[str, Any]]:
        return [
            {
                "words": words,
                "address": self._query(side=self.side, only_changed=only),
                "current": only == self.only_changed,
            }
            for words, only in (("Only what changed", True), ("Whole text", False))
        ]

    def step(self, to: int) -> str:
        """The address of a change."""
        return self._query(side=self.side, only_changed=self.only_changed, at=to)

    @property
    def onward(self) -> str:
        return self.step(self.at + 1)

    @property
    def back(self) -> str:
        return self.step(self.at - 1)


def view_choices(request: HttpRequest, *, only_changed: bool) -> Shown:
    """From ?view=side, ?only=changed or all, ?at=7; `only_changed` is how it is without a word."""
    at = request.GET.get("at", "")
    only = request.GET.get("only", "")
    return Shown(
        side=request.GET.get("view") == "side",
        only_changed=only == "changed" if only in ("changed", "all") else only_changed,
        at=int(at) if at.isdecimal() and len(at) < 7 else 0,
        rest={"language": request.GET["language"]} if request.GET.get("language") else {},
    )
