"""Drafts -> entries: ids that are free in the folder, phrasings that stand once in the file, related entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.anchors import slug
from bot.articles.drafts import Draft
from bot.articles.reading import ReadArticle
from bot.records import Article, ArticleSource, Entry, Origin
from bot.text import clean

LONGEST_ID = 60
LONGEST_NAME = 500  # characters of a heading that names its anchor; YAML has names of 1024 at most
_MOST_RELATED = 4
_WRITTEN_OUT = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d", "ı": "i"}
)


def article_of(read: ReadArticle, name: str) -> Article:
    """What a knowledge file says of an article, by the name of the file."""
    headings = dict(each for draft in read.drafts for each in draft.source)
    anchors = {clean(heading): anchor for heading, anchor in headings.items() if anchor != slug(heading)}
    short = {heading: anchor for heading, anchor in anchors.items() if len(heading) <= LONGEST_NAME}
    source = ArticleSource(read.title, read.url, read.published, tuple(short.items()) if read.url else ())
    return Article(id=name, title=read.title, language=read.language, source=source)


def entries_of(read: ReadArticle, file: str, taken: Iterable[str] = ()) -> list[Entry]:
    """The entries of an article.

    Args:
        read: The article.
        file: The name of its file, for the entries' origins.
        taken: Ids that are in use.
    """
    ids, titles = set(taken), _titles(read.drafts)
    seen = _Phrasings(titles)
    entries: list[Entry] = []
    groups: dict[int, list[int]] = {}
    for draft, question in zip(read.drafts, titles, strict=True):
        name = free_id(question, ids)
        ids.add(name)
        if draft.group:
            groups.setdefault(draft.group, []).append(len(entries))
        answer = _visible(draft.answer)
        path = tuple(clean(each) for each in draft.path)
        entry = Entry(
            id=name,
            question=question,
            answer=answer,
            also_asked=tuple(each for each in map(clean, draft.also_asked) if each and seen.take(each)),
            kind=draft.kind,
            verdict=draft.verdict,
            source=tuple(clean(heading) for heading, _ in draft.source) or (question,),
            read_more=draft.links,
            origin=Origin(file, draft.line, path, draft.anchor, _digest(draft.kind, question, answer)),
        )
        entries.append(entry)
    return _related(entries, groups.values())


def digest(entry: Entry) -> str:
    """What stands for the words of an entry: its kind, question and answer."""
    return _digest(entry.kind, entry.question, entry.answer)


def _digest(kind: str, question: str, answer: str) -> str:
    words = "\0".join((kind, clean(question), clean(answer)))
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


def _titles(drafts: Sequence[Draft]) -> list[str]:
    """A question for each draft that no other has; topics give way to questions."""
    seen = _Phrasings()
    titles: dict[int, str] = {}
    for at in sorted(range(len(drafts)), key=lambda at: drafts[at].kind == "topic"):
        titles[at] = seen.own(clean(drafts[at].question), drafts[at].path)
    return [titles[at] for at in range(len(drafts))]


def free_id(question: str, taken: set[str]) -> str:
    """A readable id that is not taken."""
    plain = unicodedata.normalize("NFKD", question.translate(_WRITTEN_OUT)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    name = ""
    for word in words:
        if len(name) + len(word) + 1 > LONGEST_ID and name:
            break
        name = f"{name}-{word}" if name else word[:LONGEST_ID]
    if len(name) < 3:  # noqa: PLR2004  # a script without Latin letters
        name = f"entry-{sha256(question.encode()).hexdigest()[:8]}"
    if name not in taken:
        return name
    # The step doubles while numbers are taken and is halved again: thousands of alike titles take little time.
    low, high = 1, 2
    while f"{name}-{high}" in taken:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{name}-{middle}" in taken else (low, middle)
    return f"{name}-{high}"


class _Phrasings:
    """The phrasings of a file: each stands once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._seen: set[str] = set()
        self._numbers: dict[str, int] = {}  # the last number given to a question, so that many alike take no time
        for phrasing in taken:
            self.take(phrasing)

    def take(self, phrasing: str) -> bool:
        """Take a phrasing, if it is new."""
        key = " ".join(re.findall(r"\w+", phrasing.casefold())) or phrasing.strip()
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def own(self, question: str, path: Sequence[str]) -> str:
        """The question, with the heading above it or a number where the same one stands already."""
        if self.take(question):
            return question
        above = [clean(each) for each in reversed(path) if clean(each) != question]
        for named in (f"{question} ({each})" for each in above):
            if self.take(named):
                return named
        while True:
            number = self._numbers[question] = self._numbers.get(question, 1) + 1
            if self.take(named := f"{question} ({number})"):
                return named


def _related(entries: list[Entry], groups: Iterable[Sequence[int]]) -> list[Entry]:
    """Passages of one section name each other."""
    for group in groups:
        for at in group if len(group) > 1 else ():
            others = [entries[n].id for n in group if n != at]
            entries[at] = replace(entries[at], related=tuple(others[:_MOST_RELATED]))
    return entries


def _visible(answer: str) -> str:
    """An answer without invisible characters that would steer a terminal or change what is read."""
    if answer.isascii() and answer.isprintable():
        return answer.strip()
    kept = (c for c in answer if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()
