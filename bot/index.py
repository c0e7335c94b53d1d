"""The index: what a knowledge base becomes when it is fitted, as plain arrays, and the form in which it is kept.

A file holds a magic line, a JSON header (checksummed like all that follows) and the arrays one after the other. Nothing in
it is code, and answering from it needs neither scikit-learn nor a YAML or Markdown parser.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import records_json
from bot.arrays import Bytes, Floats, Ints, Postings, Texts, Vectors, Vocabulary
from bot.errors import IndexDamagedError
from bot.policy import UNMEASURED, Calibration, Measured
from bot.records import ENTRY_KINDS, Article, Entry, EntryKind, KnowledgeBase, Rendered

FORMAT = 10  # raise it with every change of what the index holds

_MAGIC = b"faqbot index\n"
_SIZES = struct.Struct("<II")  # format, length of the header
_CHECKSUM = struct.Struct("<I")  # CRC-32 of these sizes, the header and the arrays
_TOP = len(_MAGIC) + _SIZES.size + _CHECKSUM.size
_ALIGNMENT = 16
_IN_HEADER = frozenset({"articles", "calibration"})  # fields of an index that are no arrays


@dataclass(frozen=True)
class Index:
    """A fitted knowledge base, small talk included.

    E entries, P phrasings (an entry's phrasings are neighbours, `first_phrasing[e]` is its first), terms as in `words`
    (stems and pairs of stems) and `grams` (character n-grams of stems).
    """

    articles: tuple[Article, ...]
    kinds: Bytes  # E, positions in ENTRY_KINDS
    entries: Texts  # E, JSON
    answers: Texts  # E, rendered, JSON
    first_phrasing: Ints  # E + 1
    phrasings: Texts  # P, stems between spaces
    words: Vocabulary
    grams: Vocabulary
    asked_words: Postings  # words x P, TF-IDF
    asked_grams: Postings  # grams x P, TF-IDF
    body_words: Postings  # words x E, TF-IDF of question and answer
    body_grams: Vectors  # E x grams, TF-IDF of question and answer
    entry_words: Postings  # words x E, BM25 of phrasings and answer
    word_centroids: Floats  # E, length of the sum of the entry's phrasings in asked_words
    gram_centroids: Floats  # E, the same in asked_grams
    spellings: Texts  # words as written, the most frequent first
    near: Texts  # a stem and the stems of the knowledge that may be meant by it, between spaces
    kin_starts: Ints  # E + 1; the kin of entry e are kin[kin_starts[e]:kin_starts[e + 1]]
    kin: Ints  # entries that answer much the same, from another side
    tells: Ints  # E, what an entry may be taken to tell, as `asking.tells` gives it
    calibration: Calibration = UNMEASURED

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, at: int) -> EntryKind:
        """The kind of entry number `at`."""
        return ENTRY_KINDS[int(self.kinds[at])]

    def kin_of(self, at: int) -> Ints:
        """Numbers of the entries that answer much the same as entry number `at`, itself not among them."""
        return self.kin[self.kin_starts[at] : self.kin_starts[at + 1]]

    def entry(self, at: int) -> Entry:
        """Entry number `at`, read when it is first asked for."""
        if (known := self._entries.get(at)) is None:
            known = self._entries[at] = records_json.entry(json.loads(self.entries[at]))
        return known

    def rendered(self, at: int) -> Rendered:
        """The rendered answer of entry number `at`."""
        return records_json.rendered(json.loads(self.answers[at]))

    @cached_property
    def relatives(self) -> dict[str, tuple[str, ...]]:
        """Stem -> stems of the knowledge that may be meant by it."""
        return {stem: tuple(others) for stem, *others in map(str.split, self.near)}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Entry id -> its number. Small talk keeps apart: its ids may also be the knowledge's."""
        return {self.entry(at).id: at for at in range(len(self)) if self.kind(at) != "smalltalk"}

    @cached_property
    def smalltalk_numbers(self) -> dict[str, int]:
        """Id of a small talk entry -> its number."""
        return {self.entry(at).id: at for at in range(len(self)) if self.kind(at) == "smalltalk"}

    @property
    def language(self) -> str:
        """The language of the first article."""
        return self.articles[0].language if self.articles else "en"

    @property
    def starters(self) -> tuple[str, ...]:
        """Ids of the entries offered before the first question."""
        return tuple(name for article in self.articles for name in article.starters)

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base without small talk."""
        return KnowledgeBase([self.entry(at) for at in self.numbers.values()], self.articles)

    @cached_property
    def _entries(self) -> dict[int, Entry]:
        return {}

    def to_bytes(self) -> bytes:
        """The index as the content of a file."""
        arrays: dict[str, tuple[str, list[int], int]] = {}
        parts: list[bytes] = []
        offset = 0
        for name, array in _arrays(self):
            raw = array.tobytes()
            arrays[name] = (array.dtype.str, list(array.shape), offset)
            parts.append(raw + bytes(-len(raw) % _ALIGNMENT))
            offset += len(parts[-1])
        articles, calibration = [records_json.plain(article) for article in self.articles], asdict(self.calibration)
        header = json.dumps({"articles": articles, "calibration": calibration, "arrays": arrays}).encode()
        header += b" " * (-(_TOP + len(header)) % _ALIGNMENT)
        sizes, body = _SIZES.pack(FORMAT, len(header)), header + b"".join(parts)
        return _MAGIC + sizes + _CHECKSUM.pack(zlib.crc32(body, zlib.crc32(sizes))) + body

    @classmethod
    def from_bytes(cls, content: bytes) -> Index:
        """Read what `to_bytes` wrote; the arrays look into `content` and copy nothing.

        Raises:
            IndexDamagedError: `content` is cut off, altered or of another format.
        """
        if len(content) < _TOP or not content.startswith(_MAGIC):
            raise IndexDamagedError("not an index file")
        sizes = content[len(_MAGIC) : len(_MAGIC) + _SIZES.size]
        form, length = _SIZES.unpack(sizes)
        (checksum,) = _CHECKSUM.unpack_from(content, len(_MAGIC) + _SIZES.size)
        if form != FORMAT or zlib.crc32(memoryview(content)[_TOP:], zlib.crc32(sizes)) != checksum:
            raise IndexDamagedError(f"index format {form} or checksum does not fit, expected format {FORMAT}")
        header = json.loads(content[_TOP : _TOP + length])
        arrays = {
            name: np.frombuffer(content, dtype, int(np.prod(shape)), _TOP + length + offset).reshape(shape)
            for name, (dtype, shape, offset) in header["arrays"].items()
        }
        articles = tuple(records_json.article(a) for a in header["articles"])
        try:
            rebuilt = {field.name: _rebuilt(field.name, arrays) for field in fields(cls) if field.name not in _IN_HEADER}
        except KeyError as missing:
            raise IndexDamagedError(f"array {missing} is missing, though the format is {FORMAT}") from None
        measured = Measured(**header["calibration"].pop("measured"))
        return cls(articles=articles, calibration=Calibration(**header["calibration"], measured=measured), **rebuilt)


def _arrays(record: object, prefix: str = "") -> Iterator[tuple[str, NDArray[Any]]]:
    """Every array of a record and of the records in it, by dotted name."""
    for field in fields(record):  # type: ignore[arg-type]  # every caller passes a dataclass
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            yield prefix + field.name, value
        elif field.name not in _IN_HEADER:
            yield from _arrays(value, f"{prefix}{field.name}.")


def _rebuilt(name: str, arrays: dict[str, NDArray[Any]]) -> Any:
    """The array called `name`, or the record whose arrays' names begin with it."""
    if name in arrays:
        return arrays[name]
    if f"{name}.terms" in arrays:
        return Vectors(*(arrays[f"{name}.{part}"] for part in ("starts", "terms", "weights")))
    if f"{name}.rows" in arrays:
        return Postings(*(arrays[f"{name}.{part}"] for part in ("starts", "rows", "weights")))
    if f"{name}.idf" in arrays:
        return Vocabulary(_rebuilt(f"{name}.terms", arrays), arrays[f"{name}.idf"])
    return Texts(arrays[f"{name}.blob"], arrays[f"{name}.starts"])
