"""Several articles -> the knowledge files of a folder, with a report of what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from bot import knowledge
from bot.articles import naming
from bot.articles.merging import Merge, merge
from bot.articles.reading import read
from bot.editing import edit_unchecked
from bot.records import Article, Entry, KnowledgeBase
from bot.writing import new_file


@dataclass(frozen=True)
class Imported:
    """What became of one article: its knowledge file, the entries in it by kind, and what was left out with line and reason.

    `merge` says what importing again did; None where the file is new.
    """

    source: str
    target: str
    kinds: Mapping[str, int]
    skipped: Sequence[tuple[int, str]]
    merge: Merge | None


@dataclass
class Folder:
    """The knowledge files of a folder, by name, while articles are imported into it.

    Raises:
        KnowledgeError: The files have mistakes already.
    """

    files: dict[str, bytes]
    changed: dict[str, bytes] = field(default_factory=dict)
    _known: dict[str, tuple[Article, list[Entry]]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.files:
            self._learn(knowledge.parse(self.files))

    def take(self, source: str, content: bytes, target: str, *, prune: bool = False) -> Imported:
        """Import one article into the knowledge file `target`, which may be there already; each target is taken once.

        Raises:
            ArticleError: There is no article in `content`.
        """
        article = read(source, content)
        entries = naming.entries_of(article, source, self._ids)
        described = naming.article_of(article, PurePath(target).stem)
        known = self._known.get(target)
        if known is None:
            merged = None
            self.changed[target] = new_file(described, entries)
            added = entries
        else:
            merged = merge(*known, described, entries, prune=prune)
            before = self.changed.get(target, self.files.get(target, b""))
            self.changed[target] = edit_unchecked(target, before, merged.changes)
            added = list(merged.new)
        self._ids |= {entry.id for entry in added}
        return Imported(source, target, Counter(entry.kind for entry in entries), article.skipped, merged)

    def finished(self) -> dict[str, bytes]:
        """The files that changed, checked together with all others.

        Raises:
            KnowledgeError: The folder would have mistakes.
        """
        changed = {name: content for name, content in self.changed.items() if self.files.get(name) != content}
        knowledge.parse({**self.files, **changed})
        return changed

    def _learn(self, base: KnowledgeBase) -> None:
        by_article: dict[str, list[Entry]] = {}
        for entry in base.entries:
            by_article.setdefault(entry.article, []).append(entry)
        for name, article in zip(self.files, base.articles, strict=True):
            self._known[name] = (article, by_article.get(article.id, []))
        self._ids |= {entry.id for entry in base.entries}
