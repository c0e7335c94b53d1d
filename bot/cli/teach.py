"""`faqbot teach`: phrasings for an entry or a new entry, with a look at what would change, and the way back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.assistant import Assistant
from bot.cache import locate
from bot.cli.common import NOT_GOOD_ENOUGH, knowledge_option
from bot.records import ENTRY_KINDS, VERDICTS, Entry, EntryKind, KnowledgeBase, Verdict
from bot.terminal import printable, wants_colour

if TYPE_CHECKING:  # imported late, with the database's library
    from bot.store.database import Database
    from bot.teaching.drafts import Draft
    from bot.teaching.preview import Difference, Preview

KINDS = [kind for kind in ENTRY_KINDS if kind != "smalltalk"]
MOST_SHOWN = 20  # differences


@click.command()
@click.argument("entry", required=False)
@click.argument("phrasings", nargs=-1)
@click.option("--new", is_flag=True, help="Write a new entry: ENTRY is its question.")
@click.option("--answer", help="The new entry's answer in Markdown; without it your editor opens.")
@click.option("--kind", type=click.Choice(KINDS), default="question", show_default=True, help="The new entry's kind.")
@click.option("--verdict", type=click.Choice(VERDICTS), help="What a new misconception is.")
@click.option("--id", "name", help="The new entry's id; by default made of its question.")
@click.option("--article", default="", help="The file, without its ending, that a new entry goes into; by default the first.")
@click.option("--need", type=int, help="Teach the wordings of this need of faqbot inbox as well.")
@click.option("--undo", is_flag=True, help="Undo the latest lesson.")
@click.option("--yes", is_flag=True, help="Keep it without asking.")
@knowledge_option
def teach(  # noqa: PLR0913  # one argument an option
    entry: str | None,
    phrasings: tuple[str, ...],
    *,
    new: bool,
    answer: str | None,
    kind: EntryKind,
    verdict: Verdict | None,
    name: str | None,
    article: str,
    need: int | None,
    undo: bool,
    yes: bool,
    knowledge: Path | None,
) -> None:
    """Teach the entry with the id ENTRY to answer PHRASINGS, or with --new write a new entry.

    First shows what would be answered differently, then asks. A running server takes the change over by itself.

    Exits 1 when the change was not kept.
    """
    from bot.store.database import Database

    place, database = locate(knowledge), Database()
    try:
        if undo:
            _undo(place, database)
            return
        if entry is None:
            raise click.UsageError("Expected the id of an entry, --new with a question, or --undo.")
        assistant = Assistant.open(place)
        wordings = [*phrasings, *(_wordings(database, need) if need is not None else ())]
        if new:
            made = _made(assistant.knowledge, entry, wordings, name, answer, kind, verdict, article)
            draft = _new(assistant.knowledge, made)
        elif wordings:
            draft = _more(assistant.knowledge, entry, wordings)
        else:
            raise click.UsageError("Expected phrasings, or --need with a number that faqbot inbox lists.")
        sys.exit(0 if _teach(assistant, place, database, draft, need, yes=yes) else NOT_GOOD_ENOUGH)
    finally:
        database.close()


def _undo(place: Path, database: Database) -> None:
    from bot.teaching.keeping import undo

    lesson = undo(database, place)
    click.echo(f"undone: {printable(lesson.what)} ({lesson.file})", err=True)


def _wordings(database: Database, need: int) -> list[str]:
    from bot.inbox import MOST_WORDINGS
    from bot.store import needs

    with database.reading() as connection:
        found = [wording.text for wording in needs.wordings_of(connection, need, MOST_WORDINGS)]
    if not found:
        raise click.UsageError(f"There is no need {need}, expected a number that faqbot inbox lists.")
    return found


def _more(knowledge: KnowledgeBase, entry: str, wordings: list[str]) -> Draft:
    from bot.teaching import drafts

    return drafts.phrasings(knowledge, entry, wordings)


def _new(knowledge: KnowledgeBase, entry: Entry) -> Draft:
    from bot.teaching import drafts

    return drafts.new_entry(knowledge, entry)


def _made(  # noqa: PLR0913, PLR0917  # the parts of an entry
    knowledge: KnowledgeBase,
    question: str,
    wordings: list[str],
    name: str | None,
    answer: str | None,
    kind: EntryKind,
    verdict: Verdict | None,
    article: str,
) -> Entry:
    from bot.teaching.drafts import id_of

    if answer is None:
        note = f"# The answer to: {question}\n# Markdown, the point in the first sentence. Lines with '# ' in front go.\n"
        edited = click.edit(f"\n{note}") if sys.stdin.isatty() else None
        answer = "\n".join(line for line in (edited or "").splitlines() if not line.startswith("# ")).strip()
    if not answer.strip():
        raise click.UsageError("Expected --answer with the new entry's answer.")
    found = name or id_of(question, (each.id for each in knowledge.entries))
    home = article or knowledge.articles[0].id
    return Entry(found, question, answer, tuple(wordings), kind, verdict, article=home)


def _teach(  # noqa: PLR0913  # what a lesson needs
    assistant: Assistant, place: Path, database: Database, draft: Draft, need: int | None, *, yes: bool
) -> bool:
    """Show what would come of a draft and keep it if that is wanted; whether it was kept."""
    from bot.teaching.asked import labelled, logged
    from bot.teaching.drafts import written
    from bot.teaching.keeping import keep
    from bot.teaching.preview import preview

    file = written(place, draft)
    with database.reading() as connection:
        others = [*labelled(assistant), *logged(connection)]
    seen = preview(assistant, draft, file, others)
    click.echo(_preview(seen, draft), color=wants_colour(sys.stdout))
    if not yes and not (sys.stdin.isatty() and click.confirm("Keep it?", err=True)):
        click.echo("not kept" if sys.stdin.isatty() else "not kept, expected --yes where nobody can be asked", err=True)
        return False
    number = keep(database, draft, file, need)
    click.echo(f"kept as lesson {number} in {file.path} (faqbot teach --undo takes it back)", err=True)
    return True


def _preview(seen: Preview, draft: Draft) -> str:
    lines = [f"{draft.what[:1].upper()}{draft.what[1:]}: {seen.learned} of {len(seen.taught)} would be answered by it."]
    lines += [_difference(each) for each in seen.taught if each.after.outcome != "right"]
    others, changed = seen.asked - len(seen.taught), len(seen.differences)
    if changed:
        lines.append(f"{changed} of {others} other questions would be answered differently, {len(seen.worse)} worse:")
        lines += [_difference(each) for each in seen.differences[:MOST_SHOWN]]
        lines += [f"  and {changed - MOST_SHOWN} more"] if changed > MOST_SHOWN else []
    else:
        lines.append(f"None of {others} other questions would be answered differently.")
    if seen.findings:
        lines.append("The check would find:")
        lines += [f"  {each.level}: {each.entry}: {printable(each.what)}" for each in seen.findings]
    return "\n".join(lines)


def _difference(each: Difference) -> str:
    mark = {True: "better", False: "WORSE", None: "other"}[each.better]
    before, after = (f"{got.kind}{f' {got.entry}' if got.entry else ''} ({got.outcome})" for got in (each.before, each.after))
    return f"  {mark:6} {printable(each.asked.text)} [{each.asked.origin}]: {before} -> {after}"
