"""Knowledge files -> a fitted index, kept in the user's cache folder so that the next start need not fit again.

An index is found by a fingerprint of the bytes of the knowledge files, the small talk, the ranker's weights, faqbot's version
and the index format: anything that could change an answer gives another file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.errors import IndexDamagedError, KnowledgeMissingError
from bot.index import FORMAT, Index
from bot.version import VERSION

BUILT_IN = ("ranker.json", "smalltalk.yaml", "thesaurus.txt", "elsewhere.txt")  # files of the package that shape an index
KEPT = 8  # indexes kept in the cache folder; the least recently used go first
ENDINGS = (".yaml", ".yml")
_PACKAGE = Path(__file__).parent


def locate(path: str | Path | None = None) -> Path:
    """Which knowledge: `path`, else `FAQBOT_KNOWLEDGE`, else `./knowledge`, else what faqbot carries.

    Raises:
        KnowledgeMissingError: The path that was asked for is not there.
    """
    if asked := path or os.environ.get("FAQBOT_KNOWLEDGE"):
        if not Path(asked).exists():
            raise KnowledgeMissingError(f"{asked}: no such file or folder, expected knowledge (a YAML file or a folder of them)")
        return Path(asked)
    here = Path("knowledge")
    return here if here.is_dir() and _names(here) else carried()


def read_files(place: Path) -> dict[str, bytes]:
    """The knowledge files at `place`, by name and in the order of their names.

    Raises:
        KnowledgeMissingError: There is none, or one cannot be read.
    """
    paths = _names(place) if place.is_dir() else [place]
    if not paths:
        raise KnowledgeMissingError(f"{place}: no knowledge in this folder, expected files that end in {' or '.join(ENDINGS)}")
    try:
        return {str(path): path.read_bytes() for path in paths}
    except OSError as error:
        raise KnowledgeMissingError(f"{error.filename}: {error.strerror}, expected a readable file") from None


def fingerprint(files: Mapping[str, bytes]) -> str:
    """The name of the index of these files."""
    digest = hashlib.sha256(f"{VERSION} {FORMAT}\n".encode())
    builtin = {name: (_PACKAGE / name).read_bytes() for name in BUILT_IN}
    for name, content in {**builtin, **{Path(path).name: content for path, content in files.items()}}.items():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def open_index(path: str | Path | None = None) -> Index:
    """The index of the knowledge at `path`: the kept one where it is fresh, else fitted now and kept.

    Raises:
        KnowledgeMissingError: There is no knowledge at `path`.
        KnowledgeError: The knowledge has mistakes.
    """
    files = read_files(locate(path))
    kept = folder() / f"{fingerprint(files)}.index"
    if (index := _load(kept)) is not None:
        return index
    with _lock(kept):
        if (index := _load(kept)) is not None:
            return index
        # Imported here because a fresh index needs neither scikit-learn nor a YAML parser.
        from bot.calibrating import build
        from bot.knowledge import parse

        index = build(parse(files))
        _save(kept, index.to_bytes())
    return index


def is_kept(name: str) -> bool:
    """Whether the index with this fingerprint is in the cache folder."""
    return (folder() / f"{name}.index").is_file()


def folder() -> Path:
    """Where indexes are kept: `FAQBOT_CACHE`, else the user's cache folder."""
    if asked := os.environ.get("FAQBOT_CACHE"):
        return Path(asked)
    import platformdirs

    return Path(platformdirs.user_cache_dir("faqbot", appauthor=False))


def _names(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.suffix in ENDINGS and not path.name.startswith("."))


def carried() -> Path:
    """The knowledge inside the package, or beside it in a checkout."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent / "knowledge"


def _load(kept: Path) -> Index | None:
    try:
        index = Index.from_bytes(kept.read_bytes())
    except (OSError, IndexDamagedError):
        return None
    with contextlib.suppress(OSError):
        os.utime(kept)
    return index


def _save(kept: Path, content: bytes) -> None:
    """Write beside the target and rename, so that a reader sees the old file, the new one or none; drop the oldest.

    Where the folder cannot be written the index stays in memory alone.
    """
    import tempfile

    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=".", delete=False) as part:
            try:
                part.write(content)
                part.close()
                Path(part.name).replace(kept)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        indexes = sorted(kept.parent.glob("*.index"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in indexes[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


@contextlib.contextmanager
def _lock(kept: Path) -> Iterator[None]:
    """One process fits, the others wait for it; where files cannot be locked each fits for itself."""
    try:
        import fcntl

        kept.parent.mkdir(parents=True, exist_ok=True)
        handle = (kept.parent / "fitting.lock").open("w")
    except (ImportError, OSError):
        yield
        return
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
