"""Changes to a knowledge file, in place: outside of what changes, every byte stays (comments, order, quotes, line ends).

Pure: bytes in, bytes out; `bot.files.replace` writes the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot import knowledge, yamltext
from bot.errors import KnowledgeError, Mistake
from bot.records import Entry
from bot.writing import entry_fields, entry_lines, field_lines
from bot.yamlplaces import Field, Place, Splice, places, spliced
from bot.yamltext import Value

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class AddPhrasings:
    """Add phrasings to `also_asked` of an entry."""

    entry: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True)
class RemovePhrasings:
    """Take phrasings out of `also_asked` of an entry; those that are not there are no mistake."""

    entry: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True)
class SetFields:
    """Give fields of an entry new values, by their names in the file; None or an empty value removes the field.

    Without an `entry` the fields are those of the file itself (title, language, source ...).
    """

    fields: Mapping[str, Value | None]
    entry: str = ""


@dataclass(frozen=True)
class AddEntry:
    """Add an entry after another one, or at the end."""

    entry: Entry
    after: str = ""


@dataclass(frozen=True)
class RemoveEntry:
    """Take an entry out, with the comments inside it."""

    entry: str


Change: TypeAlias = AddPhrasings | RemovePhrasings | SetFields | AddEntry | RemoveEntry


def edit(name: str, content: bytes, changes: Sequence[Change], beside: Mapping[str, bytes] | None = None) -> bytes:
    """The content of a knowledge file after some changes, made in their order.

    Args:
        name: The file's name, for messages and as the id of its article.
        content: A valid knowledge file.
        changes: What to change.
        beside: The other files of the folder, which may name entries of this one and be named by them.

    Raises:
        KnowledgeError: The file has mistakes already, no entry has an id that a change names, or the changed file would have
            mistakes.
    """
    files = dict(beside or {}) | {name: content}
    knowledge.parse(files)
    changed = edit_unchecked(name, content, changes)
    knowledge.parse(files | {name: changed})
    return changed


def edit_unchecked(name: str, content: bytes, changes: Sequence[Change]) -> bytes:
    """As `edit`, for callers who check many files at once: the content must be valid, and the result need not be.

    Raises:
        KnowledgeError: No entry has an id that a change names.
    """
    mark, text = content[: len(_BOM)] if content.startswith(_BOM) else b"", content.decode("utf-8-sig")
    for together in _independent(changes):
        sheet = _Sheet(name, text)
        text = spliced(text, [splice for change in together for splice in sheet.splices(change)])
    return mark + text.encode()


def _independent(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The changes in runs in which no two touch the same entry, so that the places of one reading hold for the whole run."""
    run: list[Change] = []
    touched: set[str] = set()
    for change in changes:
        if isinstance(change, AddEntry):
            needed = {change.after} if change.after else {"", *touched}  # at the end: whichever entry is the last
            touches = {change.entry.id, change.after}
        else:
            needed, touches = {change.entry, ""}, {change.entry}
        at_the_end = [each for each in run if isinstance(each, AddEntry) and not each.after]
        if needed & touched and not (isinstance(change, AddEntry) and at_the_end == run):
            yield run
            run, touched = [], set()
        run.append(change)
        touched |= touches
    yield run


class _Sheet:
    """One reading of a file: where its entries stand, and what a change would write where."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._root = places(text)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._list = self._root.fields["entries"].value
        self._entries = {place.fields["id"].value.text.strip(): place for place in self._list.items}

    def splices(self, change: Change) -> Iterator[Splice]:
        """What the change writes where."""
        match change:
            case AddPhrasings(entry=name, phrasings=phrasings):
                yield from self._add_phrasings(self._entry(name), phrasings)
            case RemovePhrasings(entry=name, phrasings=phrasings):
                yield from self._remove_phrasings(self._entry(name), set(phrasings))
            case SetFields(fields=fields, entry=name):
                owner = self._entry(name) if name else self._root
                order = list(knowledge.ENTRY_FIELDS if name else knowledge.ARTICLE_FIELDS)
                for field, value in sorted(fields.items(), key=lambda each: order.index(each[0])):
                    yield from self._set(owner, field, value, order)
            case AddEntry(entry=entry, after=after):
                yield self._add_entry(entry, after)
            case RemoveEntry(entry=name):
                yield from self._remove_item(self._list, self._entry(name))

    def _entry(self, name: str) -> Place:
        if name not in self._entries:
            raise KnowledgeError([Mistake(self._name, 0, f"no entry has the id {name!r}, expected an existing id")])
        return self._entries[name]

    def _add_phrasings(self, entry: Place, phrasings: tuple[str, ...]) -> Iterator[Splice]:
        if not phrasings:
            return
        field = entry.fields.get("also_asked")
        if field is None or not field.value.items:
            yield from self._set(entry, "also_asked", phrasings, list(knowledge.ENTRY_FIELDS))
            return
        last = field.value.items[-1]
        if field.value.flow:
            yield Splice(last.end, last.end, "".join(f", {yamltext.flow(each)}" for each in phrasings))
        else:
            lines = [f"- {yamltext.scalar(each)}" for each in phrasings]
            yield self._lines_after(last.end, lines, field.value.column)

    def _remove_phrasings(self, entry: Place, phrasings: set[str]) -> Iterator[Splice]:
        field = entry.fields.get("also_asked")
        if field is None:
            return
        going = [place for place in field.value.items if place.text.strip() in phrasings]
        if len(going) == len(field.value.items):
            yield from self._remove_field(entry, field)
            return
        kept = [place.text.strip() for place in field.value.items if place not in going]
        if field.value.flow and going:
            yield Splice(field.value.start, field.value.end, yamltext.flow(kept))
        elif going:
            for place in going:
                yield from self._remove_item(field.value, place)

    def _set(self, owner: Place, name: str, value: Value | None, order: list[str]) -> Iterator[Splice]:
        field = owner.fields.get(name)
        if not value:
            if field:
                yield from self._remove_field(owner, field)
        elif owner.flow:
            last = list(owner.fields.values())[-1]
            text = f"{yamltext.scalar(name)}: {yamltext.flow(value)}"
            yield Splice(field.start, field.end, text) if field else Splice(last.end, last.end, f", {text}")
        elif field:
            first, *rest = field_lines(name, value)
            comment = self._text[field.end : self._line_end(field.end)]
            indented = (" " * field.column + line if line else "" for line in rest)
            yield Splice(field.start, field.end + len(comment), self._newline.join([first + comment.rstrip(), *indented]))
        else:
            # The first field can stand on the line of the item's hyphen: a new one goes after the last that precedes it.
            before = [each for each in owner.fields if order.index(each) < order.index(name)] or list(owner.fields)[:1]
            after = max((owner.fields[each] for each in before), key=lambda each: each.end)
            yield self._lines_after(after.end, field_lines(name, value), after.column)

    def _add_entry(self, entry: Entry, after: str) -> Splice:
        anchor = self._entry(after) if after else self._list.items[-1]
        if self._list.flow:
            return Splice(anchor.end, anchor.end, f", {yamltext.flow(entry_fields(entry))}")
        lines = entry_lines(entry)
        spaced = len(self._list.items) > 1 and self._is_spaced()
        return self._lines_after(anchor.end, ["", *lines] if spaced else lines, self._list.column)

    def _is_spaced(self) -> bool:
        """Whether a blank line parts the first two entries."""
        first, second = self._list.items[:2]
        return any(not line.strip() for line in self._text[self._line_end(first.end) : second.start].splitlines()[1:])

    def _remove_item(self, owner: Place, place: Place) -> Iterator[Splice]:
        at = next(number for number, each in enumerate(owner.items) if each is place)
        if owner.flow:
            both = at + 1 < len(owner.items)
            start, end = (place.start, owner.items[at + 1].start) if both else (owner.items[at - 1].end, place.end)
            yield Splice(start, end, "")
        else:
            yield self._without_lines(place.start, place.end)

    def _remove_field(self, owner: Place, field: Field) -> Iterator[Splice]:
        following = [each for each in owner.fields.values() if each.start > field.start]
        if owner.flow and not following:
            before = max((each.end for each in owner.fields.values() if each.end < field.start), default=field.start)
            yield Splice(before, field.end, "")
        elif following and (owner.flow or self._text[self._line_start(field.start) : field.start].strip()):
            yield Splice(field.start, following[0].start, "")  # it shares its line with a hyphen or with other fields
        else:
            yield self._without_lines(field.start, field.end)

    def _lines_after(self, offset: int, lines: list[str], column: int) -> Splice:
        """Lines of their own, indented, after the line in which `offset` is."""
        at = self._line_end(offset)
        indented = [" " * column + line if line else "" for line in lines]
        return Splice(at, at, "".join(self._newline + line for line in indented))

    def _without_lines(self, start: int, end: int) -> Splice:
        first, last = self._line_start(start), self._line_end(end)
        return Splice(first, min(last + len(self._newline), len(self._text)), "")

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Where the line of `offset` ends, before its line break."""
        found = self._text.find(self._newline, offset)
        return len(self._text) if found < 0 else found
