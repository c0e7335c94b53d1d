"""Knowledge files -> knowledge base. Every mistake is reported at once, with file, line and what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from pathlib import PurePath
from typing import TypeVar

from bot import yamltree
from bot.errors import KnowledgeError, Mistake
from bot.markdown import safe_url
from bot.records import ENTRY_KINDS, VERDICTS, Article, ArticleSource, Entry, EntryKind, KnowledgeBase, Link, Origin, Verdict
from bot.yamltree import Items, Mapping, Node, Scalar

FORMAT = "1"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ARTICLE_FIELDS = ("format", "title", "language", "source", "welcome", "starters", "contact", "synonyms", "entries")
_ENTRY_FIELDS = ("id", "kind", "question", "verdict", "also_asked", "answer", "source", "related", "read_more", "from")
_WRITTEN_KINDS: tuple[EntryKind, ...] = tuple(kind for kind in ENTRY_KINDS if kind != "smalltalk")
_Choice = TypeVar("_Choice", bound=str)


def parse(files: Named[str, bytes], *, smalltalk: bool = False) -> KnowledgeBase:
    """Read knowledge files, given as name -> content, into one knowledge base.

    Args:
        files: The files; a file's name without its ending is the id of its article.
        smalltalk: Whether the entries are small talk (their kind is then `smalltalk`).

    Raises:
        KnowledgeError: There are mistakes; it lists all of them.
    """
    reader = _Reader(("smalltalk",) if smalltalk else _WRITTEN_KINDS)
    for name, content in files.items():
        reader.file(name, content)
    reader.check_references()
    if reader.mistakes:
        raise KnowledgeError(sorted(reader.mistakes, key=lambda mistake: (mistake.file, mistake.line)))
    return KnowledgeBase(reader.entries, reader.articles)


class _Reader:
    """Collects articles, entries and mistakes, file by file."""

    def __init__(self, kinds: tuple[EntryKind, ...]) -> None:
        self.kinds = kinds
        self.articles: list[Article] = []
        self.entries: list[Entry] = []
        self.mistakes: list[Mistake] = []
        self._file = ""
        self._ids: dict[str, str] = {}
        self._phrasings: dict[str, tuple[str, int, str]] = {}
        self._references: list[tuple[str, int, str, str]] = []

    def file(self, name: str, content: bytes) -> None:
        """Read one file."""
        self._file = name
        root = yamltree.read(content, name, self.mistakes.append)
        match root:
            case Mapping():
                self._article(root, PurePath(name).stem)
            case None if any(mistake.file == name for mistake in self.mistakes):
                pass
            case _:
                self._wrong(root.line if root else 0, "expected a mapping that begins with 'format: 1'")

    def check_references(self) -> None:
        """Report ids that are named (`related`, `starters`) but not there."""
        for file, line, field, name in self._references:
            if name not in self._ids:
                self.mistakes.append(Mistake(file, line, f"{field}: no entry has the id {name!r}, expected an existing id"))

    def _wrong(self, line: int, what: str) -> None:
        self.mistakes.append(Mistake(self._file, line, what))

    def _article(self, root: Mapping, name: str) -> None:
        self._known_fields(root, _ARTICLE_FIELDS)
        if self._text(root, "format") != FORMAT:
            self._wrong(root.lines.get("format", root.line), f"expected 'format: {FORMAT}', the only format there is")
        article = Article(
            id=name,
            title=self._text(root, "title", needed=True),
            language=self._text(root, "language") or "en",
            source=self._article_source(root.items.get("source")),
            welcome=self._text(root, "welcome"),
            starters=self._ids_of(root, "starters"),
            contact=self._text(root, "contact"),
            synonyms=self._synonyms(root.items.get("synonyms")),
        )
        self.articles.append(article)
        for node in self._items(root, "entries", needed=True):
            if isinstance(node, Mapping):
                self._entry(node, article)
            else:
                self._wrong(node.line, "expected an entry: a mapping with id, kind, question and answer")

    def _entry(self, node: Mapping, article: Article) -> None:
        before = len(self.mistakes)
        self._known_fields(node, _ENTRY_FIELDS)
        name = self._id(node)
        kind = self._choice(node, "kind", self.kinds)
        verdict: Verdict | None = None
        if kind == "misconception":
            verdict = self._choice(node, "verdict", VERDICTS)
        elif "verdict" in node.items:
            self._wrong(node.lines["verdict"], f"entry {name!r} is a {kind}, expected a verdict only with kind misconception")
        question = self._text(node, "question", needed=True)
        also_asked = self._texts(node, "also_asked")
        answer = self._text(node, "answer", needed=True)
        source, related = self._texts(node, "source"), self._ids_of(node, "related")
        read_more, origin = self._links(node, "read_more"), self._origin(node.items.get("from"))
        self._note_phrasings(node, name)
        if len(self.mistakes) == before and kind:
            self.entries.append(Entry(name, question, answer, also_asked, kind, verdict, source, related, read_more, origin, article.id))

    def _id(self, node: Mapping) -> str:
        name = self._text(node, "id", needed=True)
        line = node.lines.get("id", node.line)
        if name and not _ID.fullmatch(name):
            self._wrong(line, f"id {name!r}, expected lower-case letters, digits and single hyphens, such as 'running-cost'")
        if name and name in self._ids:
            self._wrong(line, f"id {name!r} is already used at {self._ids[name]}, expected an id of its own")
        self._ids.setdefault(name, f"{self._file}:{line}")
        return name

    def _note_phrasings(self, node: Mapping, name: str) -> None:
        """Report a phrasing that stands twice in one file; across files it is allowed."""
        asked = [node.items.get("question"), *self._items(node, "also_asked")]
        for phrasing in asked:
            if not isinstance(phrasing, Scalar) or not phrasing.text.strip():
                continue
            key = " ".join(re.findall(r"\w+", phrasing.text.casefold())) or phrasing.text.strip()
            file, line, owner = self._phrasings.setdefault(key, (self._file, phrasing.line, name))
            if (file, line) != (self._file, phrasing.line) and file == self._file:
                self._wrong(phrasing.line, f"phrasing {phrasing.text!r} of entry {name!r} stands already in line {line} (entry {owner!r}), expected it once")

    def _known_fields(self, node: Mapping, known: tuple[str, ...]) -> None:
        for field, line in node.lines.items():
            if field not in known:
                self._wrong(line, f"unknown field {field!r}, expected one of {', '.join(known)}")

    def _text(self, node: Mapping, field: str, *, needed: bool = False) -> str:
        value = node.items.get(field)
        match value:
            case Scalar(text=text) if text.strip():
                return text.strip()
            case None | Scalar():
                if needed:
                    self._wrong(value.line if value else node.line, f"{field!r} is missing or empty, expected text")
            case _:
                self._wrong(value.line, f"{field!r} is a list or mapping, expected text")
        return ""

    def _items(self, node: Mapping, field: str, *, needed: bool = False) -> list[Node]:
        value = node.items.get(field)
        match value:
            case Items(items=items) if items or not needed:
                return items
            case None | Scalar(empty=True) if not needed:
                return []
            case _:
                self._wrong(value.line if value else node.line, f"{field!r}: expected a list" + (" with at least one item" if needed else ""))
                return []

    def _texts(self, node: Mapping, field: str) -> tuple[str, ...]:
        texts = []
        for item in self._items(node, field):
            if isinstance(item, Scalar) and item.text.strip():
                texts.append(item.text.strip())
            else:
                self._wrong(item.line, f"{field}: expected text (quote it where it holds ': ' or begins with a special character)")
        return tuple(texts)

    def _ids_of(self, node: Mapping, field: str) -> tuple[str, ...]:
        found = [item for item in self._items(node, field) if isinstance(item, Scalar)]
        self._references += [(self._file, item.line, field, item.text) for item in found]
        return self._texts(node, field)

    def _choice(self, node: Mapping, field: str, choices: tuple[_Choice, ...]) -> _Choice | None:
        text = self._text(node, field) or (choices[0] if field == "kind" and field not in node.items else "")
        for choice in choices:
            if text == choice:
                return choice
        self._wrong(node.lines.get(field, node.line), f"{field} {text!r}, expected one of {', '.join(choices)}")
        return None

    def _links(self, node: Mapping, field: str) -> tuple[Link, ...]:
        links = []
        for item in self._items(node, field):
            if not isinstance(item, Mapping):
                self._wrong(item.line, f"{field}: expected a mapping with title and url")
                continue
            self._known_fields(item, ("title", "url"))
            link = Link(self._text(item, "title", needed=True), self._text(item, "url", needed=True))
            if link.url and not safe_url(link.url):
                self._wrong(item.lines["url"], f"url {link.url!r}, expected one that begins with http:, https: or mailto:")
            links.append(link)
        return tuple(links)

    def _article_source(self, node: Node | None) -> ArticleSource | None:
        if node is None or (isinstance(node, Scalar) and node.empty):
            return None
        if not isinstance(node, Mapping):
            self._wrong(node.line, "source: expected a mapping with title, url and published")
            return None
        self._known_fields(node, ("title", "url", "published", "anchors"))
        url = self._text(node, "url")
        if url and not safe_url(url):
            self._wrong(node.lines["url"], f"url {url!r}, expected one that begins with http:, https: or mailto:")
        anchors = node.items.get("anchors")
        pairs: tuple[tuple[str, str], ...] = ()
        if isinstance(anchors, Mapping):
            pairs = tuple((heading, self._text(anchors, heading, needed=True)) for heading in anchors.items)
        elif anchors is not None:
            self._wrong(anchors.line, "anchors: expected a mapping of headings to anchors")
        return ArticleSource(self._text(node, "title", needed=True), url, self._text(node, "published"), pairs)

    def _synonyms(self, node: Node | None) -> tuple[tuple[str, ...], ...]:
        if node is None:
            return ()
        groups = []
        for group in node.items if isinstance(node, Items) else [node]:
            members = [item.text for item in group.items if isinstance(item, Scalar) and item.text.strip()] if isinstance(group, Items) else []
            if len(members) < 2:
                self._wrong(group.line, "synonyms: expected lists of two or more words, such as [power cut, outage]")
            groups.append(tuple(members))
        return tuple(groups)

    def _origin(self, node: Node | None) -> Origin | None:
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self._wrong(node.line, "from: expected a mapping with file, line, path and anchor")
            return None
        self._known_fields(node, ("file", "line", "path", "anchor"))
        line = self._text(node, "line")
        if not line.isdigit():
            self._wrong(node.lines.get("line", node.line), f"line {line!r}, expected a whole number")
        return Origin(self._text(node, "file", needed=True), int(line) if line.isdigit() else 0, self._texts(node, "path"), self._text(node, "anchor"))
