"""`faqbot import`: articles become knowledge files."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import BAD_USE
from bot.errors import ArticleError, KnowledgeError

if TYPE_CHECKING:  # imported late: a one-shot answer does without it
    from bot.articles.importing import Folder, Imported
    from bot.records import Entry

_ENDINGS = (".yaml", ".yml")
_STDIN = "-"
_KINDS = {"question": "questions", "misconception": "misconceptions", "topic": "topics"}
_SHOWN = 12  # skipped parts that are listed for an article
_LIVING = 100_000  # new objects between two looks for garbage: what is read of an article lives until it is written
_HIDDEN_FOLDERS = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True)
class _Source:
    """A file to import: its path, its name for the entries' origins, and the knowledge file that it becomes.

    One that was `found` in a folder must have the name of an article; one that was named may be called as it likes.
    """

    path: Path
    name: str
    target: str
    found: bool = False


@click.command(name="import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The knowledge file to write, or a folder for several.  [default: ./knowledge, a file an article]",
)
@click.option("--prune", is_flag=True, help="Take out entries that vanished from the article, where no editor changed them.")
def import_(sources: tuple[Path, ...], output: Path | None, *, prune: bool) -> None:
    """Turn articles into knowledge files, or bring knowledge files up to date with their articles.

    SOURCE is Markdown, HTML, CSV, TSV or JSON, a folder of them, or - for standard input. An article that is imported again is
    merged: what an editor wrote stays, and what changed is listed. An entry that was deleted by hand comes back, unless the
    knowledge file names its id or its question under left_out.

    Exits 0 when every SOURCE was imported, 2 when one was not; files in a folder that are no articles are listed and left out.
    """
    from bot.files import replace

    gc.set_threshold(_LIVING)
    place, only = _place(output, sources)
    found = list(_named(sources, only))
    if not found:
        raise ArticleError(f"{', '.join(map(str, sources))}: no article there, expected Markdown, HTML, CSV, TSV or JSON")
    folder = _folder(place, only)
    done = _imported(folder, found, prune=prune)
    if not done:
        sys.exit(BAD_USE)
    changed = folder.finished()
    place.mkdir(parents=True, exist_ok=True)
    for name, content in changed.items():
        replace(place / name, content)
    for imported in done:
        _report(imported, place, changed=imported.target in changed)
    entries = sum(sum(each.kinds.values()) for each in done)
    if len(found) > 1:
        click.echo(f"{len(done)} of {len(found)} files imported: {entries} entries in {place}", err=True)
    named = {each.source for each in done}
    sys.exit(0 if all(source.name in named or source.path not in sources for source in found) else BAD_USE)


def _folder(place: Path, only: str) -> Folder:
    """The knowledge files beside those that are to be written; where one file is, others that are broken do not matter."""
    from bot.articles.importing import Folder
    from bot.cache import read_files

    there = place.is_dir() and any(path.suffix in _ENDINGS for path in place.iterdir())
    files = {Path(name).name: content for name, content in (read_files(place) if there else {}).items()}
    try:
        return Folder(files)
    except KnowledgeError as error:
        if not only:
            raise
        alone = Folder({name: content for name, content in files.items() if name == only})
        click.echo(f"ids may stand in other files of {place} as well, which cannot be read: {error.mistakes[0]}", err=True)
        return alone


def _place(output: Path | None, sources: tuple[Path, ...]) -> tuple[Path, str]:
    """The folder to write to, and the name of the one file to write where that was asked for."""
    if output is None:
        return Path("knowledge"), ""
    if output.suffix not in _ENDINGS or output.is_dir():
        return output, ""
    if len(sources) > 1 or sources[0].is_dir():
        raise click.UsageError(f"{output} is one file, expected a folder for several articles (each becomes a file of its own).")
    return output.parent, output.name


def _named(sources: tuple[Path, ...], only: str) -> Iterator[_Source]:
    """The files to import; those in a folder go by their path in it."""
    targets: set[str] = set()
    for source in sources:
        if not source.is_dir():
            if str(source) != _STDIN and not source.exists():
                raise click.UsageError(f"{source}: no such file or folder.")
            name = "standard-input" if str(source) == _STDIN else source.name
            yield _Source(source, name, only or _target(name, targets))
            continue
        for path in sorted(source.rglob("*")):
            inside = path.relative_to(source)
            hidden = any(part.startswith(".") or part in _HIDDEN_FOLDERS for part in inside.parts)
            if path.is_file() and not hidden:
                yield _Source(path, inside.as_posix(), _target(inside.as_posix(), targets), found=True)


def _target(name: str, taken: set[str]) -> str:
    """A free name of a knowledge file for an article."""
    from bot.articles.naming import free_id

    stem = free_id(Path(name).with_suffix("").as_posix().replace("/", " "), {each.removesuffix(".yaml") for each in taken})
    taken.add(f"{stem}.yaml")
    return f"{stem}.yaml"


def _imported(folder: Folder, sources: list[_Source], *, prune: bool) -> list[Imported]:
    done = []
    bar = click.progressbar(sources, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty() or len(sources) <= 1)
    left_out = []
    with bar as each_source:
        for source in each_source:
            try:
                done.append(folder.take(source.name, _content(source), source.target, prune=prune))
            except ArticleError as error:
                left_out.append(str(error))
    for line in left_out:
        click.echo(f"left out: {line}", err=True)
    return done


def _content(source: _Source) -> bytes:
    from bot.articles.reading import ENDINGS, LARGEST

    if str(source.path) == _STDIN:
        return sys.stdin.buffer.read(LARGEST + 1)
    if source.found and source.path.suffix.lower() not in ENDINGS:
        raise ArticleError(f"{source.name}: expected a name that ends in {', '.join(sorted(ENDINGS - {''}))}")
    try:
        with source.path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise ArticleError(f"{source.name}: {error.strerror}, expected a readable file") from None


def _report(imported: Imported, place: Path, *, changed: bool) -> None:
    """What became of an article: the file and its entries by kind, what importing again did, and what was left out."""
    kinds = ", ".join(f"{imported.kinds[kind]} {name}" for kind, name in _KINDS.items() if imported.kinds.get(kind))
    state = "unchanged" if not changed else "merged" if imported.merge else "new"
    click.echo(f"{place / imported.target} ({state}): {sum(imported.kinds.values())} entries from {imported.source}: {kinds}")
    if merge := imported.merge:
        groups = (
            ("new", merge.new),
            ("changed", merge.changed),
            ("changed in the article, kept as edited", merge.kept),
            ("no longer in the article", merge.vanished),
            ("kept out by left_out", merge.left_out),
        )
        for what, entries in groups:
            for entry in entries:
                click.echo(f"  {what}: {_place_of(entry)}")
        if merge.new:
            click.echo(f"  What is new and not wanted: delete it and name it in the file, as in  left_out: [{merge.new[0].id}]")
    for line, reason in imported.skipped[:_SHOWN]:
        click.echo(f"{imported.source}:{line}: left out: {reason}", err=True)
    if len(imported.skipped) > _SHOWN:
        click.echo(f"{imported.source}: {len(imported.skipped) - _SHOWN} more parts left out", err=True)


def _place_of(entry: Entry) -> str:
    return f"{entry.id} ({entry.origin.file}:{entry.origin.line})" if entry.origin else entry.id
