"""An article that is imported again -> changes to its knowledge file. What an editor wrote stays.

An entry's origin has a digest of the words that were imported. Where the article's words still have it, the article did not
change; where the entry's own words do not, an editor changed them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.articles.naming import digest
from bot.editing import AddEntry, AddPhrasings, Change, RemoveEntry, SetFields
from bot.records import Article, ArticleSource, Entry
from bot.writing import entry_fields, origin_fields, source_fields
from bot.yamltext import Value


@dataclass(frozen=True)
class Merge:
    """What importing again does to a file: the `changes`, and the entries that it is about.

    `new` are added; `changed` follow the article; `kept` changed in the article as well as by an editor, whose words stay;
    `vanished` are no longer in the article; `left_out` are in it, and the file says that they are not wanted.
    """

    changes: tuple[Change, ...] = ()
    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    vanished: tuple[Entry, ...] = ()
    left_out: tuple[Entry, ...] = ()


@dataclass
class _Merging:
    changes: list[Change] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    kept: list[Entry] = field(default_factory=list)
    left_out: list[Entry] = field(default_factory=list)


def merge(article: Article, entries: Sequence[Entry], read: Article, imported: Sequence[Entry], *, prune: bool = False) -> Merge:
    """How the knowledge of an article changes with the article.

    Args:
        article: What the knowledge file says of the article.
        entries: All entries of the knowledge file.
        read: What the article says of itself now.
        imported: What is read from it now, as new entries with ids that are free.
        prune: Take vanished entries out, where no editor changed them.
    """
    files = {entry.origin.file for entry in imported if entry.origin}
    pairs = _matched(entries, imported)
    there = {id(new): old for old, new in pairs}
    names = {new.id: old.id for old, new in pairs}
    merging = _Merging(list(_source_changes(article, read)))
    phrasings = {_key(each) for entry in entries for each in entry.phrasings}
    unwanted = {_key(each) for each in article.left_out}
    after = ""
    for new in imported:
        if old := there.get(id(new)):
            _update(old, new, phrasings, merging)
            after = old.id
        elif unwanted & {_key(new.id), _key(new.question)}:
            merging.left_out.append(new)
        elif _key(new.question) not in phrasings:
            related = tuple(names.get(name, name) for name in new.related)
            added = replace(
                new, related=related, also_asked=tuple(each for each in new.also_asked if _key(each) not in phrasings)
            )
            merging.new.append(added)
            merging.changes.append(AddEntry(added, after))
            phrasings |= {_key(each) for each in added.phrasings}
            after = added.id
    merging.new = _with_known_relations(merging, entries)
    left = {old.id for old, _ in pairs}
    vanished = tuple(entry for entry in entries if entry.id not in left and entry.origin and entry.origin.file in files)
    if prune:
        merging.changes += _pruned(vanished, entries)
    return Merge(
        tuple(merging.changes),
        tuple(merging.new),
        tuple(merging.changed),
        tuple(merging.kept),
        vanished,
        tuple(merging.left_out),
    )


def _update(old: Entry, new: Entry, phrasings: set[str], merging: _Merging) -> None:
    """Bring an entry up to date with the article."""
    if old.origin is None or new.origin is None:
        return
    fields: dict[str, Value | None] = {}
    if old.origin.digest != new.origin.digest:
        if digest(old) == old.origin.digest:
            written = entry_fields(new)
            fields = {name: written.get(name) for name in ("kind", "verdict", "answer", "source", "read_more")}
            if new.question == old.question or _key(new.question) not in phrasings:
                fields["question"] = new.question
            merging.changed.append(old)
        else:
            merging.kept.append(old)
    if old.origin != new.origin:
        fields["from"] = origin_fields(new.origin)
    if fields:
        merging.changes.append(SetFields(fields, old.id))
    more = tuple(each for each in new.also_asked if _key(each) not in phrasings)
    if more:
        phrasings |= {_key(each) for each in more}
        merging.changes.append(AddPhrasings(old.id, more))


def _matched(entries: Sequence[Entry], imported: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Each imported entry with the entry that it was before: by its words, its question, its answer, its place."""
    files = {entry.origin.file for entry in imported if entry.origin}
    free = [entry for entry in entries if entry.origin and entry.origin.file in files]
    waiting = list(imported)
    pairs: list[tuple[Entry, Entry]] = []
    for keys in (_by_words, _by_question, _by_answer, _by_place):
        old_by_key: dict[object, list[Entry]] = {}
        for old in free:
            for key in keys(old):
                old_by_key.setdefault(key, []).append(old)
        taken: set[str] = set()
        still = []
        for new in waiting:
            found = next((old for key in keys(new) for old in old_by_key.get(key, ()) if old.id not in taken), None)
            if found is None:
                still.append(new)
            else:
                taken.add(found.id)
                pairs.append((found, new))
        waiting = still
        free = [old for old in free if old.id not in taken]
    return pairs


def _by_words(entry: Entry) -> Iterator[object]:
    if entry.origin and entry.origin.digest:
        yield entry.origin.digest


def _by_question(entry: Entry) -> Iterator[object]:
    yield from (_key(each) for each in entry.phrasings)


def _by_answer(entry: Entry) -> Iterator[object]:
    """A section whose heading changed has its text still."""
    yield (entry.kind, " ".join(entry.answer.split()))


def _by_place(entry: Entry) -> Iterator[object]:
    """A section whose text changed has its headings still; passages of one section are told apart by their number at most."""
    if entry.origin and entry.origin.path:
        yield (entry.kind, entry.origin.path, entry.source[:1])


def _with_known_relations(merging: _Merging, entries: Sequence[Entry]) -> list[Entry]:
    """New entries name as related only what is there after the merge."""
    known = {entry.id for entry in entries} | {entry.id for entry in merging.new}
    added = {entry.id: replace(entry, related=tuple(name for name in entry.related if name in known)) for entry in merging.new}
    merging.changes = [
        replace(each, entry=added[each.entry.id]) if isinstance(each, AddEntry) else each for each in merging.changes
    ]
    return list(added.values())


def _pruned(vanished: Sequence[Entry], entries: Sequence[Entry]) -> list[Change]:
    """Removals of vanished entries that no editor changed, and that no remaining entry names."""
    going = {entry.id for entry in vanished if entry.origin and digest(entry) == entry.origin.digest and not entry.also_asked}
    named = {name for entry in entries if entry.id not in going for name in entry.related}
    return [RemoveEntry(name) for name in sorted(going - named)]


def _source_changes(article: Article, read: Article) -> Iterator[Change]:
    """Where the article is now published, as far as it says so."""
    if read.source is None:
        return
    old = article.source or ArticleSource(read.source.title)
    anchors = dict(read.source.anchors) | dict(old.anchors)
    source = ArticleSource(
        read.source.title or old.title, read.source.url or old.url, read.source.published or old.published, tuple(anchors.items())
    )
    if source_fields(source) != (source_fields(article.source) if article.source else {}):
        yield SetFields({"source": source_fields(source)})


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()
