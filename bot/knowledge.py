"""Knowledge files -> knowledge base. Every mistake is reported at once, with file, line and what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from dataclasses import dataclass
from pathlib import PurePath

from bot import yamltree
from bot.errors import KnowledgeError, Mistake
from bot.fields import FieldReader
from bot.records import ENTRY_KINDS, VERDICTS, Article, ArticleSource, Entry, EntryKind, KnowledgeBase, Origin, Verdict
from bot.yamltree import Items, Mapping, Scalar

FORMAT = "1"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ARTICLE_FIELDS = (
    "format",
    "title",
    "language",
    "source",
    "welcome",
    "starters",
    "contact",
    "synonyms",
    "refuse",
    "left_out",
    "entries",
)
ENTRY_FIELDS = ("id", "kind", "question", "verdict", "also_asked", "answer", "source", "related", "read_more", "from")
REFUSALS = (0.5, 0.99)  # the least and the most of what is not answered that can be asked to be refused
_WRITTEN_KINDS: tuple[EntryKind, ...] = tuple(kind for kind in ENTRY_KINDS if kind != "smalltalk")


def parse(files: Named[str, bytes], *, smalltalk: bool = False) -> KnowledgeBase:
    """Read knowledge files, given as name -> content, into one knowledge base.

    Args:
        files: The files; a file's name without its ending is the id of its article.
        smalltalk: Whether the entries are small talk (their kind is then `smalltalk`).

    Raises:
        KnowledgeError: There are mistakes; it lists all of them.
    """
    kinds: tuple[EntryKind, ...] = ("smalltalk",) if smalltalk else _WRITTEN_KINDS
    read = [_FileReader(name, kinds) for name in files]
    for reader, content in zip(read, files.values(), strict=True):
        reader.read(content)
    mistakes = [mistake for reader in read for mistake in reader.fields.mistakes] + _wrong_ids(read)
    if mistakes:
        raise KnowledgeError(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
    return KnowledgeBase([entry for reader in read for entry in reader.entries], [reader.article for reader in read])


@dataclass(frozen=True)
class _Named:
    """An id where it stands: given to an entry, or naming one in `field`."""

    file: str
    line: int
    field: str
    id: str


def _wrong_ids(readers: list[_FileReader]) -> list[Mistake]:
    """Ids that are used twice in the folder, and ids that are named but not there."""
    mistakes = []
    first: dict[str, _Named] = {}
    for given in (each for reader in readers for each in reader.given):
        before = first.setdefault(given.id, given)
        if before is not given:
            what = f"id {given.id!r} is already used at {before.file}:{before.line}, expected an id of its own"
            mistakes.append(Mistake(given.file, given.line, what))
    for named in (each for reader in readers for each in reader.named):
        if named.id not in first:
            what = f"{named.field}: no entry has the id {named.id!r}, expected an existing id"
            mistakes.append(Mistake(named.file, named.line, what))
    return mistakes


class _FileReader:
    """Reads one file: its article, its entries, and the ids that it gives and names."""

    def __init__(self, name: str, kinds: tuple[EntryKind, ...]) -> None:
        self.fields = FieldReader(name)
        self.article = Article(id=PurePath(name).stem)
        self.entries: list[Entry] = []
        self.given: list[_Named] = []
        self.named: list[_Named] = []
        self._kinds = kinds
        self._phrasings: dict[str, tuple[int, str]] = {}

    def read(self, content: bytes) -> None:
        """Read the file's content."""
        root = yamltree.read(content, self.fields.file, self.fields.mistakes.append)
        if isinstance(root, Mapping):
            self._read_article(root)
        elif root is not None or not self.fields.mistakes:
            self.fields.wrong(root.line if root else 0, f"expected a mapping that begins with 'format: {FORMAT}'")

    def _read_article(self, root: Mapping) -> None:
        fields = self.fields
        fields.only(root, ARTICLE_FIELDS)
        if fields.text(root, "format") != FORMAT:
            fields.wrong(root.lines.get("format", root.line), f"expected 'format: {FORMAT}', the only format there is")
        self.article = Article(
            id=self.article.id,
            title=fields.text(root, "title", needed=True),
            language=fields.text(root, "language") or "en",
            source=self._source(root),
            welcome=fields.text(root, "welcome"),
            starters=self._ids(root, "starters"),
            contact=fields.text(root, "contact"),
            synonyms=self._synonyms(root),
            refuse=fields.share(root, "refuse", *REFUSALS),
            left_out=fields.texts(root, "left_out"),
        )
        entries = fields.items(root, "entries")
        if not entries:
            fields.wrong(root.lines.get("entries", root.line), "'entries': expected a list with at least one entry")
        for node in entries:
            if isinstance(node, Mapping):
                self._read_entry(node)
            else:
                fields.wrong(node.line, "expected an entry: a mapping with id, kind, question and answer")

    def _read_entry(self, node: Mapping) -> None:
        fields = self.fields
        before = len(fields.mistakes)
        fields.only(node, ENTRY_FIELDS)
        name = self._id(node)
        kind = fields.choice(node, "kind", self._kinds, default=self._kinds[0])
        verdict: Verdict | None = None
        if kind == "misconception":
            verdict = fields.choice(node, "verdict", VERDICTS)
        elif "verdict" in node.items:
            fields.wrong(node.lines["verdict"], f"entry {name!r} is a {kind}, expected a verdict only with kind misconception")
        question, answer = fields.text(node, "question", needed=True), fields.text(node, "answer", needed=True)
        also_asked, source, related = fields.texts(node, "also_asked"), fields.texts(node, "source"), self._ids(node, "related")
        read_more, origin = fields.links(node, "read_more"), self._origin(node)
        self._note_phrasings(node, name)
        if len(fields.mistakes) == before and kind:
            self.entries.append(
                Entry(name, question, answer, also_asked, kind, verdict, source, related, read_more, origin, self.article.id)
            )

    def _id(self, node: Mapping) -> str:
        name = self.fields.text(node, "id", needed=True)
        line = node.lines.get("id", node.line)
        if name and not _ID.fullmatch(name):
            expected = "expected lower-case letters, digits and single hyphens, such as 'running-cost'"
            self.fields.wrong(line, f"id {name!r}, {expected}")
        if name:
            self.given.append(_Named(self.fields.file, line, "id", name))
        return name

    def _ids(self, node: Mapping, field: str) -> tuple[str, ...]:
        scalars = self.fields.scalars(node, field)
        self.named += [_Named(self.fields.file, scalar.line, field, scalar.text) for scalar in scalars]
        return tuple(scalar.text for scalar in scalars)

    def _note_phrasings(self, node: Mapping, name: str) -> None:
        """Report a phrasing that stands twice in the file; across files it is allowed."""
        question = node.items.get("question")
        also_asked = node.items.get("also_asked")
        for phrasing in [question, *(also_asked.items if isinstance(also_asked, Items) else ())]:
            if not isinstance(phrasing, Scalar) or not phrasing.text.strip():
                continue
            key = " ".join(re.findall(r"\w+", phrasing.text.casefold())) or phrasing.text.strip()
            if key in self._phrasings:
                line, owner = self._phrasings[key]
                what = f"phrasing {phrasing.text!r} of {name!r} stands already in line {line} (entry {owner!r}), expected it once"
                self.fields.wrong(phrasing.line, what)
            self._phrasings.setdefault(key, (phrasing.line, name))

    def _source(self, root: Mapping) -> ArticleSource | None:
        node = self.fields.mapping(root, "source", ("title", "url", "published", "anchors"))
        if node is None:
            return None
        anchors = self.fields.mapping(node, "anchors")
        pairs = [(heading, self._anchor(anchors, heading)) for heading in anchors.items] if anchors else []
        title, url = self.fields.text(node, "title", needed=True), self.fields.url(node, "url")
        return ArticleSource(title, url, self.fields.text(node, "published"), tuple(pairs))

    def _anchor(self, anchors: Mapping, heading: str) -> str:
        """The anchor of a heading; an empty text in quotes says that it has none."""
        given = anchors.items[heading]
        has_none = isinstance(given, Scalar) and not given.empty and not given.text
        return "" if has_none else self.fields.text(anchors, heading, needed=True)

    def _synonyms(self, root: Mapping) -> tuple[tuple[str, ...], ...]:
        groups = []
        for group in self.fields.items(root, "synonyms"):
            items = group.items if isinstance(group, Items) else []
            members = tuple(item.text for item in items if isinstance(item, Scalar) and item.text.strip())
            if len(members) < len(items) or len(members) <= 1:
                self.fields.wrong(group.line, "synonyms: expected lists of two or more words, such as [power cut, outage]")
            groups.append(members)
        return tuple(groups)

    def _origin(self, node: Mapping) -> Origin | None:
        origin = self.fields.mapping(node, "from", ("file", "line", "path", "anchor", "digest"))
        if origin is None:
            return None
        line = self.fields.text(origin, "line")
        if not line.isdecimal():
            self.fields.wrong(origin.lines.get("line", origin.line), f"line {line!r}, expected a whole number")
            line = "0"
        file, path = self.fields.text(origin, "file", needed=True), self.fields.texts(origin, "path")
        return Origin(file, int(line), path, self.fields.text(origin, "anchor"), self.fields.text(origin, "digest"))
