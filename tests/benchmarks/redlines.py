"""The redline of a whole treaty: the engine against word diffs that everybody has."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

from drafts.text import grammar, identity
from drafts.text.grammar import Block
from drafts.text.redline import redline
from tests.benchmarks import synthetic
from tests.benchmarks.measuring import Line, Way, race
from tests.benchmarks.stage import Stage

Pairs = list[tuple[list[Block], list[Block]]]


def lines(stage: Stage) -> Iterator[Line]:
    """Heavy round and light round. Ours names moves and compares no numbers; the others see one stream of words."""
    for name, changes in (("heavy round, 330 changes", synthetic.HEAVY), ("light round, 50 changes", synthetic.LIGHT)):
        before = synthetic.treaty()
        pairs = _pairs(before, synthetic.revised(before, changes))
        olds = [[block.text for block in old] for old, _ in pairs]
        news = [[block.text for block in new] for _, new in pairs]
        with tempfile.TemporaryDirectory() as folder:
            theirs = [Way("difflib on words", partial(_difflib, olds, news))]
            if shutil.which("git"):
                files = [_written(Path(folder, name), texts) for name, texts in (("old", olds), ("new", news))]
                theirs.append(Way("git diff --no-index --word-diff", partial(_git, files)))
            ours = Way("redline", partial(_redline, pairs))
            yield from race(f"redline of 30,000 words, {name}", ours, theirs, {theirs[-1].name: 2})


def _pairs(before: list[synthetic.DraftedArticle], after: list[synthetic.DraftedArticle]) -> Pairs:
    """Both texts as blocks, the identities of the first carried over to the second, as every save does."""
    pairs = []
    for older, newer in zip(before, after, strict=True):
        olds, _ = grammar.parse(older.source())
        news, _ = grammar.parse(newer.source())
        for block in olds:
            block.id = grammar.new_id()
        identity.carry_ids(olds, news)
        pairs.append((olds, news))
    return pairs


def _redline(pairs: Pairs, _: object) -> int:
    return sum(len(redline(olds, news)) for olds, news in pairs)


def _difflib(olds: list[list[str]], news: list[list[str]], _: object) -> int:
    before, after = ([word for text in texts for word in " ¶ ".join(text).split()] for texts in (olds, news))
    return len(SequenceMatcher(None, before, after).get_opcodes())


def _git(files: list[Path], _: object) -> int:
    command = ["git", "diff", "--no-index", "--word-diff", *map(str, files)]
    return len(subprocess.run(command, capture_output=True, check=False).stdout)


def _written(file: Path, texts: list[list[str]]) -> Path:
    file.write_text("\n".join(line for text in texts for line in text) + "\n")
    return file
