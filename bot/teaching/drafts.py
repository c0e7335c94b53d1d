"""What an editor wants to teach, and the knowledge file that it would make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.cache import carried, read_files
from bot.editing import AddEntry, AddPhrasings, Change, SetFields, edit
from bot.errors import TeachingError
from bot.knowledge import parse
from bot.records import Entry, KnowledgeBase
from bot.store.lessons import content_hash

LONGEST_ID = 60  # characters of an id that is made of a question


@dataclass(frozen=True)
class Draft:
    """A change of one knowledge file.

    Args:
        what: It in a few words, for the list of lessons.
        entry: Id of the entry that it is about.
        changes: What changes in the file; none where nothing would.
        wordings: Questions that the entry is to answer then.
        article: Id of the article whose file gets a new entry; empty for the first one.
    """

    what: str
    entry: str
    changes: tuple[Change, ...]
    wordings: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True)
class Written:
    """A knowledge file before and after a draft, and the files beside it. Nothing is on the disk yet."""

    path: Path
    before: bytes
    after: bytes
    beside: dict[str, bytes]

    @property
    def version(self) -> str:
        """The hash of the file that the draft was made for."""
        return content_hash(self.before)


def phrasings(knowledge: KnowledgeBase, name: str, wordings: Iterable[str]) -> Draft:
    """Add wordings to an entry as phrasings, those left out that the article has already.

    Raises:
        TeachingError: There is no such entry.
    """
    entry = _entry(knowledge, name)
    added = _new(knowledge, entry.article, wordings)
    count = f"{len(added)} phrasing{'s' if len(added) != 1 else ''}"
    return Draft(f"{count} for {name}", name, (AddPhrasings(name, added),) if added else (), added, entry.article)


def new_entry(knowledge: KnowledgeBase, entry: Entry) -> Draft:
    """Write a new entry, with those of its phrasings that its article does not have already.

    Raises:
        TeachingError: Its id or its question is taken.
    """
    if any(each.id == entry.id for each in knowledge.entries):
        raise TeachingError(f"there is an entry {entry.id!r} already, expected an id of its own")
    if not _new(knowledge, entry.article, [entry.question]):
        raise TeachingError(f"an entry of this article asks {entry.question!r} already, expected a question of its own")
    also_asked = tuple(each for each in _new(knowledge, entry.article, entry.also_asked) if _key(each) != _key(entry.question))
    written = Entry(
        entry.id, entry.question, entry.answer, also_asked, entry.kind, entry.verdict, entry.source, entry.related,
        entry.read_more, entry.origin, entry.article,
    )  # fmt: skip
    kind = "not covered" if entry.kind == "not-covered" else f"new {entry.kind}"
    return Draft(f"{kind}: {entry.id}", entry.id, (AddEntry(written),), written.phrasings, entry.article)


def revised(knowledge: KnowledgeBase, name: str, question: str, answer: str, also_asked: Sequence[str]) -> Draft:
    """Give an entry another question, answer or phrasings.

    Raises:
        TeachingError: There is no such entry.
    """
    entry = _entry(knowledge, name)
    wanted: dict[str, str | tuple[str, ...]] = {"question": question.strip(), "answer": answer.strip()}
    fields = {field: value for field, value in wanted.items() if value != getattr(entry, field).strip()}
    if tuple(also_asked) != entry.also_asked:
        fields["also_asked"] = tuple(also_asked)
    changes = (SetFields({**fields}, name),) if fields else ()
    added = tuple(each for each in (question, *also_asked) if each not in entry.phrasings)
    return Draft(f"{', '.join(fields) or 'nothing'} of {name}", name, changes, added, entry.article)


def written(place: Path, draft: Draft) -> Written:
    """The file that a draft makes of the knowledge at `place`.

    Raises:
        TeachingError: The draft changes nothing, or the knowledge is the one that faqbot carries.
        KnowledgeError: The file would have mistakes, or has some.
    """
    if not draft.changes:
        raise TeachingError(f"the knowledge has all of that already, there is nothing to teach {draft.entry!r}")
    if place.resolve() == carried().resolve() and carried().name == "shipped":
        raise TeachingError(
            "this is the knowledge that faqbot carries, expected your own: ./knowledge, FAQBOT_KNOWLEDGE or --knowledge"
        )
    files = read_files(place)
    path = _path(files, draft.article)
    beside = {name: content for name, content in files.items() if name != path}
    return Written(Path(path), files[path], edit(path, files[path], draft.changes, beside), beside)


def id_of(question: str, taken: Iterable[str]) -> str:
    """An id for a new entry, made of its question and unlike those taken."""
    plain = unicodedata.normalize("NFKD", question.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    stem = words[:LONGEST_ID].rpartition("-")[0] if len(words) > LONGEST_ID and "-" in words[:LONGEST_ID] else words[:LONGEST_ID]
    known, name, number = set(taken), stem or "entry", 2
    while name in known:
        name, number = f"{stem or 'entry'}-{number}", number + 1
    return name


def _entry(knowledge: KnowledgeBase, name: str) -> Entry:
    found = next((entry for entry in knowledge.entries if entry.id == name), None)
    if found is None:
        raise TeachingError(f"there is no entry {name!r}, expected an id of the knowledge")
    return found


def _new(knowledge: KnowledgeBase, article: str, wordings: Iterable[str]) -> tuple[str, ...]:
    """The wordings that no entry of the article has, each once."""
    seen = {_key(each) for entry in knowledge.entries if entry.article == article for each in entry.phrasings}
    fresh = []
    for wording in (" ".join(each.split()) for each in wordings):
        if wording and _key(wording) not in seen:
            seen.add(_key(wording))
            fresh.append(wording)
    return tuple(fresh)


def _key(wording: str) -> str:
    """What tells two phrasings of a file apart, as the reader of knowledge files does."""
    return " ".join(re.findall(r"\w+", wording.casefold())) or wording.strip()


def _path(files: dict[str, bytes], article: str) -> str:
    if not article:
        return next(iter(files))
    for path in files:
        if PurePath(path).stem == article:
            return path
    named = ", ".join(each.id for each in parse(files).articles)
    raise TeachingError(f"there is no article {article!r}, expected one of {named}")
