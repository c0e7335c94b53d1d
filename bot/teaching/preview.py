"""What would come of a draft: the questions that would be answered differently, right or wrong as far as that is known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from bot.assistant import Assistant
from bot.checking import Finding, check
from bot.preparing import prepare
from bot.records import Answer, Reply
from bot.teaching.drafts import Draft, Written

MOST = 2000  # phrasings of the knowledge that are asked
MOST_CHECKED = 2000  # entries of a knowledge that is checked while an editor waits

Origin: TypeAlias = Literal["taught", "phrasing", "evaluation", "logged"]
Outcome: TypeAlias = Literal["right", "wrong", "suggested", "refused", "answered"]
_RANKS: dict[Outcome, int] = {"right": 3, "suggested": 2, "refused": 1, "wrong": 0}


@dataclass(frozen=True)
class Trial:
    """A question that a preview asks before and after. `gold` has the ids of the entries that answer it; None where nobody said,
    empty where nothing should be answered."""

    text: str
    origin: Origin
    gold: frozenset[str] | None = None


@dataclass(frozen=True)
class Got:
    """What a question got: the kind of the reply, its entry (empty if none), and what that is worth."""

    kind: str
    entry: str
    outcome: Outcome
    confidence: float


@dataclass(frozen=True)
class Difference:
    """A question that would get something else."""

    asked: Trial
    before: Got
    after: Got

    @property
    def better(self) -> bool | None:
        """Whether it would be answered better; None where that is not known."""
        if self.asked.gold is None or _RANKS[self.before.outcome] == _RANKS[self.after.outcome]:
            return None
        return _RANKS[self.after.outcome] > _RANKS[self.before.outcome]


@dataclass(frozen=True)
class Preview:
    """What a draft would change.

    Args:
        written: The file before and after.
        asked: How many questions were asked.
        taught: What every question that is taught would get.
        differences: The others that would get something else, the worse ones first.
        findings: What the check would find that it does not find now.
    """

    written: Written
    asked: int
    taught: tuple[Difference, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]

    @property
    def worse(self) -> tuple[Difference, ...]:
        """The questions that would be answered worse."""
        return tuple(each for each in self.differences if each.better is False)

    @property
    def learned(self) -> int:
        """How many of the taught questions would be answered by the entry."""
        return sum(each.after.outcome == "right" for each in self.taught)


def preview(now: Assistant, draft: Draft, written: Written, others: Sequence[Trial] = ()) -> Preview:
    """Fit the knowledge with the draft in it, and ask it what the present one was asked.

    The fitted index is kept in the cache, so that it answers at once when the draft is kept.

    Raises:
        KnowledgeError: The knowledge would have mistakes.
    """
    then = _fitted(written)
    taught = [Trial(text, "taught", frozenset({draft.entry})) for text in draft.wordings]
    seen = {each.text for each in taught}
    asked = [each for each in (*own_phrasings(now), *others) if each.text not in seen]
    compared = [Difference(each, got(now, each), got(then, each)) for each in taught]
    changed = [
        difference
        for difference in (Difference(each, got(now, each), got(then, each)) for each in asked)
        if (difference.before.kind, difference.before.entry) != (difference.after.kind, difference.after.entry)
    ]
    changed.sort(key=lambda each: (each.better is not False, each.better is None, each.asked.text))
    return Preview(written, len(taught) + len(asked), tuple(compared), tuple(changed), new_findings(now, then))


def new_findings(now: Assistant, then: Assistant) -> tuple[Finding, ...]:
    """What the check finds in the changed knowledge and not in the present one; nothing is looked for in a large one."""
    if len(then.knowledge.entries) > MOST_CHECKED:
        return ()
    known = {(each.code, each.entry, each.other, each.what) for each in check(now)}
    return tuple(each for each in check(then) if (each.code, each.entry, each.other, each.what) not in known)


def own_phrasings(assistant: Assistant) -> list[Trial]:
    """The knowledge's own phrasings, which their entries should answer; of a large knowledge every so many."""
    found = [
        Trial(phrasing, "phrasing", frozenset({entry.id}) if entry.answerable else frozenset())
        for entry in assistant.knowledge.entries
        for phrasing in entry.phrasings
    ]
    return found[:: len(found) // MOST + 1]


def got(assistant: Assistant, asked: Trial) -> Got:
    """What a question gets."""
    reply = assistant.reply(asked.text)
    return Got(reply.kind, reply.entry.id if reply.entry else "", _outcome(reply, asked.gold), reply.confidence)


def _outcome(reply: Reply, gold: Iterable[str] | None) -> Outcome:
    # A taught known unknown is right when its own words are shown.
    if reply.entry and gold and reply.entry.id in gold:
        return "right"
    match reply:
        case Answer():
            return "answered" if gold is None else "wrong"
        case _ if gold is not None and not gold:
            return "right"
        case _ if reply.suggestions and gold and {each.id for each in reply.suggestions} & set(gold):
            return "suggested"
        case _:
            return "refused"


def _fitted(written: Written) -> Assistant:
    """The bot over the files as they would be; names count for the index, so they are the same in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="faqbot-") as folder:
        for name, content in {**written.beside, str(written.path): written.after}.items():
            (Path(folder) / Path(name).name).write_bytes(content)
        prepare(Path(folder))
        return Assistant.open(folder)
