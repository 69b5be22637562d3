"""A clause's story on paper: each moment of `drafts.travaux` as a section of the neutral tree, with what the page of
the clause says of it."""

from datetime import UTC, date, datetime

from drafts.models import Article
from drafts.naming import name_of_unit
from drafts.rendering import build
from drafts.rendering.tree import Clause, Remark, Section
from drafts.rendering.words import word
from drafts.travaux import Agreed, Moment, Offshoot, Renumbered, Stand, Story, Wording


def section_of(moment: Moment, story: Story) -> Section:
    """A moment that the drafts know. What its page says to the Core Group alone it says in a story for the Core Group
    alone. Raises TypeError for a moment of another app."""
    language = story.language
    if isinstance(moment, Wording):
        return _wording(moment, story)
    if isinstance(moment, Offshoot):
        note = word("story_offshoot", language).format(moment.relative.place)
        return told(moment, language, word("story_split", language), note)
    if isinstance(moment, Stand):
        pin = moment.pin
        where = ", ".join(filter(None, (name_of_unit(pin.article.kind, pin.label, language), moment.place)))
        issued = word("story_issued", language).format(f"{pin.edition.label} ({pin.edition.symbol})")
        return told(moment, language, issued, word("story_stands", language).format(where))
    if isinstance(moment, Renumbered):
        return _renumbered(moment, story)
    if isinstance(moment, Agreed):
        return _agreed(moment, story)
    raise TypeError(f"no moment of the drafts: {moment!r}")


def told(
    moment: Moment,
    language: str,
    what: str,
    note: str = "",
    clauses: tuple[Clause, ...] = (),
    remarks: tuple[Remark, ...] = (),
) -> Section:
    """The section of a moment: the day, what happened, a line about it, the words, and what was said of it."""
    day = day_in(moment.at.astimezone(UTC), language)
    return Section("comments", 1, day, (("=", what),), "", clauses, note, remarks=remarks)


def _wording(moment: Wording, story: Story) -> Section:
    language, version = story.language, moment.version
    notes = []
    if moment.came_from:
        before, after = _named(moment.came_from, language), _named(version.article, language)
        to = ", ".join(filter(None, (after, moment.place)))
        notes.append(word("story_came", language).format(before, to))
    notes += [word("story_takes_in", language).format(each.place) for each in moment.merged]
    if moment.into:
        notes.append(word("story_into", language).format(moment.into.place))
    place = build.Place("comments", language=language)
    shown = build.redline_section("", "", "", [moment.row], place, notes=story.sees_working_text)
    act = [version.act.what] if version.act and story.sees_working_text else []
    nature = word(f"nature_{version.nature}", language) if version.nature else ""
    remark = Remark(
        organisation=str(version.history_user),
        kind=nature,
        reference=word("story_version", language).format(version.number),
        reasoning="\n".join([*act, version.history_change_reason or ""]),
    )
    what = word(f"story: {moment.what}", language)
    return told(moment, language, what, " ".join(notes), shown.clauses, (remark,))


def _renumbered(moment: Renumbered, story: Story) -> Section:
    line, language = moment.line, story.language
    before, after = (
        ", ".join(filter(None, (name_of_unit("article", article, language) if article else "", place)))
        for article, place in ((line.old_article, line.old), (line.new_article, line.new))
    )
    note = word("story_became", language).format(before, after)
    reason = (Remark("", "", line.act.reason),) if story.sees_working_text and line.act.reason else ()
    return told(moment, language, word("story_renumbered", language), note, remarks=reason)


def _agreed(moment: Agreed, story: Story) -> Section:
    step, language = moment.step, story.language
    level = word(f"level_{step.level}", language)
    what = word("story_pending", language).format(level, step.pending) if step.pending else level
    reason = (Remark(str(step.author), "", step.reason),) if story.sees_working_text else ()
    return told(moment, language, what, f"{step.forum}, {day_in(step.on, language)}.", remarks=reason)


def place_of(story: Story) -> str:
    """The clause as it is cited where it stood last: "Article 5, paragraph 2 (b)"."""
    last = [wording for wording in story.wordings if wording.block][-1]
    return ", ".join(filter(None, (_named(last.version.article, story.language), last.place)))


def day_in(day: datetime | date, language: str) -> str:
    """ "14 October 2026", in the words of the language."""
    month = word("months", language).split()[day.month - 1]
    first = "1er" if language == "fr" else "1"
    return word("day", language).format(day=first if day.day == 1 else day.day, month=month, year=day.year)


def _named(article: Article, language: str) -> str:
    return name_of_unit(article.kind, article.label, language)
