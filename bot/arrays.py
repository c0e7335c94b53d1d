"""Texts, sparse matrices and vocabularies as plain arrays: what an index is made of, and the sums that are taken over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Texts:
    """Many short texts in one array, none with a line break. `starts` has one more item than there are texts."""

    blob: Bytes
    starts: Ints

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Pack `texts`; each is ended by a line break."""
        encoded = [text.encode("utf-8") + b"\n" for text in texts]
        starts = np.zeros(len(encoded) + 1, dtype=np.int32)
        np.cumsum([len(text) for text in encoded], out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> str:
        return self.blob[self.starts[at] : self.starts[at + 1] - 1].tobytes().decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(self.blob.tobytes().decode("utf-8").split("\n")[:-1])


@dataclass(frozen=True)
class Postings:
    """A sparse matrix of terms and rows, read by term: term `t` stands in `rows[starts[t]:starts[t + 1]]`."""

    starts: Ints
    rows: Ints
    weights: Floats

    def rows_of(self, term: int) -> Ints:
        """The rows in which one term stands."""
        return self.rows[self.starts[term] : self.starts[term + 1]]

    def gather(self, terms: Ints, factors: Floats) -> tuple[Ints, Floats, Floats]:
        """All postings of `terms`: their rows, their weights, and for each the factor of its term."""
        starts, ends = self.starts[terms], self.starts[terms + 1]
        spans = list(map(slice, starts.tolist(), ends.tolist()))
        if not spans:
            return self.rows[:0], self.weights[:0], self.weights[:0]
        rows, weights = (np.concatenate(list(map(array.__getitem__, spans))) for array in (self.rows, self.weights))
        return rows, weights, np.repeat(factors, ends - starts)

    def dot(self, terms: Ints, factors: Floats, size: int) -> NDArray[np.float64]:
        """For each of `size` rows the sum over `terms` of factor times weight."""
        rows, weights, repeated = self.gather(terms, factors)
        sums: NDArray[np.float64] = np.bincount(rows, weights * repeated, minlength=size).astype(np.float64, copy=False)
        return sums


@dataclass(frozen=True)
class Vectors:
    """A sparse matrix of rows and terms, read by row: row `r` has `terms[starts[r]:starts[r + 1]]`."""

    starts: Ints
    terms: Ints
    weights: Floats

    def dot(self, rows: Ints, terms: Ints, factors: Floats, size: int) -> NDArray[np.float64]:
        """For each of `rows` the sum over `terms`, of `size` that there are, of factor times weight."""
        query = np.zeros(size, dtype=np.float32)
        query[terms] = factors
        starts, ends = self.starts[rows], self.starts[rows + 1]
        spans = list(map(slice, starts.tolist(), ends.tolist()))
        if not spans:
            return np.zeros(0)
        terms, weights = (np.concatenate(list(map(array.__getitem__, spans))) for array in (self.terms, self.weights))
        of_row = np.repeat(np.arange(len(spans)), ends - starts)
        sums: NDArray[np.float64] = np.bincount(of_row, query[terms] * weights, minlength=len(spans)).astype(
            np.float64, copy=False
        )
        return sums


@dataclass(frozen=True)
class Vocabulary:
    """Terms, numbered in their order, and their inverse document frequencies over the entries."""

    terms: Texts
    idf: Floats

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Term -> its number."""
        return dict(zip(self.terms, range(len(self.terms)), strict=True))

    @cached_property
    def unseen_idf(self) -> float:
        """The weight of a term that stands nowhere in the knowledge."""
        return float(self.idf.max(initial=1.0))
