"""Lint of a knowledge base through the bot's own eyes: what an editor would want to know before visitors find out.

    findings = check(assistant, lines)

Pure: it asks the assistant and looks at the entries; nothing is read or written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from rapidfuzz import fuzz

from bot.anchors import slug
from bot.assistant import Assistant
from bot.language import QUESTION_WORDS
from bot.records import Candidate, Entry
from bot.text import Analyser

Level: TypeAlias = Literal["error", "warning", "note"]
RANKS: tuple[Level, ...] = get_args(Level)  # worst first

LONGEST_ANSWER = 120  # words that a chat bubble holds without being scrolled
THIN = 2  # phrasings below which an entry is hard to find
ALIKE = 92  # rapidfuzz token_sort_ratio from which two questions are held to be the same
SAME_ANSWER = 90  # ... and two answers to say the same
_LINK = re.compile(r"\]\(#([^)\s]+)\)")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_NEGATION = re.compile(r"^\W*(?:no|not|never|nein|nie|non|jamais|nunca|mai)\b", re.IGNORECASE)
_AFFIRMATION = re.compile(r"^\W*(?:yes|always|ja|immer|oui|toujours|sí|siempre|sì|sempre|sim)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """Something to look at: an `error` makes the bot answer wrongly, a `warning` may, a `note` would make it better.

    `code` names the sort of finding, `entry` and `other` are ids of the entries it is about (`other` may be empty), `file` and
    `line` say where, as far as that is known.
    """

    level: Level
    code: str
    what: str
    entry: str = ""
    other: str = ""
    file: str = ""
    line: int = 0


Places: TypeAlias = Mapping[str, tuple[str, int]]
"""Entry id -> the file and line in which the entry stands."""


def check(assistant: Assistant, places: Places | None = None) -> list[Finding]:
    """All findings of a knowledge base, worst first, then in the order of its entries.

    Args:
        assistant: The bot over the knowledge base.
        places: Where the entries stand, for findings that name file and line.
    """
    places = places or {}
    checker = _Checker(assistant)
    order = {entry.id: at for at, entry in enumerate(assistant.knowledge.entries)}
    found = sorted(checker.all(), key=lambda each: (RANKS.index(each.level), order.get(each.entry, -1)))
    return [_placed(each, places) for each in found]


def _placed(finding: Finding, places: Places) -> Finding:
    file, line = places.get(finding.entry, (finding.file, finding.line))
    return Finding(finding.level, finding.code, finding.what, finding.entry, finding.other, file, line)


class _Checker:
    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._entries = assistant.knowledge.entries
        self._analysers = {article.id: Analyser(article.language, article.synonyms) for article in assistant.knowledge.articles}

    def all(self) -> Iterator[Finding]:
        """Every finding, in no order."""
        for entry in self._entries:
            yield from self._reached(entry)
            yield from self._alone(entry)
        yield from self._alike()
        yield from self._synonyms()

    # --- what the retriever finds ---

    def _reached(self, entry: Entry) -> Iterator[Finding]:
        """Whether asking what an entry asks finds it."""
        lost = []
        for at, phrasing in enumerate(entry.phrasings):
            best, second = (*self._assistant.search(phrasing, limit=2), None, None)[:2]
            if best is None or best.entry.id == entry.id:
                if best and second and at and self._fits_as_well(entry, best, second):
                    what = f"{phrasing!r} fits {second.entry.id!r} nearly as well, expected it to tell the two apart"
                    yield Finding("warning", "fits-two", what, entry.id, second.entry.id)
                continue
            lost.append(phrasing)
            level: Level = "error" if at == 0 and not _kin(entry, best.entry) else "warning"
            what = f"{phrasing!r} is won by {best.entry.id!r} ({best.entry.question!r}), expected the entry that it belongs to"
            yield Finding(level, "won-by-another", what, entry.id, best.entry.id)
        if len(lost) == len(entry.phrasings):
            yield Finding("error", "unreached", "no phrasing of it finds it, expected at least its question to", entry.id)

    def _fits_as_well(self, entry: Entry, best: Candidate, second: Candidate) -> bool:
        return second.score >= best.score - _NEAR * abs(best.score) and not _kin(entry, second.entry)

    # --- what an entry says ---

    def _alone(self, entry: Entry) -> Iterator[Finding]:
        words = len(entry.answer.split())
        if words > LONGEST_ANSWER:
            what = (
                f"the answer has {words} words, expected at most {LONGEST_ANSWER} in a chat; the rest may be an entry of its own"
            )
            yield Finding("warning", "long-answer", what, entry.id)
        if entry.answerable and not entry.source:
            yield Finding(
                "warning", "no-source", "no heading says where the answer is from, expected one under 'source'", entry.id
            )
        if entry.answerable and len(entry.phrasings) < THIN:
            yield Finding(
                "note",
                "thin",
                f"it is asked in one way only; more ways in the article's words: {self._suggestion(entry)}",
                entry.id,
            )
        headings = {slug(each) for other in self._entries if other.article == entry.article for each in other.source}
        headings |= {other.id for other in self._entries if other.article == entry.article}
        for anchor in _LINK.findall(entry.answer):
            if anchor not in headings:
                yield Finding(
                    "warning", "dead-link", f"the link to #{anchor} leads nowhere, expected a heading or an entry", entry.id
                )
        yield from self._adds_nothing(entry)

    def _adds_nothing(self, entry: Entry) -> Iterator[Finding]:
        """Phrasings whose words, but for those that carry grammar, all stand in an earlier one."""
        analyser = self._analysers.get(entry.article) or Analyser()
        seen: dict[tuple[str, ...], str] = {}
        for phrasing in entry.phrasings:
            stems = analyser.stems(analyser.words(phrasing))
            key = tuple(sorted(set(stems) - analyser.function_stems)) or tuple(stems)
            if key in seen:
                what = f"{phrasing!r} adds nothing to {seen[key]!r}: both have the same words"
                yield Finding("note", "adds-nothing", what, entry.id)
            seen.setdefault(key, phrasing)

    def _suggestion(self, entry: Entry) -> str:
        """What to add to the phrasings: short sentences of the answer with the most words that the question lacks, else words."""
        analyser = self._analysers.get(entry.article) or Analyser()
        light = analyser.function_stems | set(analyser.stems(analyser.words(entry.question)))
        words = [word for text in (*entry.source, entry.answer) for word in analyser.words(text)]
        fresh = dict.fromkeys(word for word in words if analyser.stem(word) not in light)
        sentences = _SENTENCE.findall(self._assistant.rendered(entry).text)
        short = [each.strip() for each in sentences if len(each.split()) in _SHORT_SENTENCE]
        told = {each: len({*analyser.words(each)} & fresh.keys()) for each in short}
        best = [each for each in sorted(told, key=lambda each: -told[each]) if told[each] > 1][:2]
        if best:
            return ", ".join(f"{each!r}" for each in best)
        return ", ".join(sorted(fresh, key=lambda word: (-words.count(word), word))[:_MOST_WORDS]) or "other words for the same"

    # --- what two entries say ---

    def _alike(self) -> Iterator[Finding]:
        """Entries that ask the same: with one answer they are one entry, with two they contradict each other."""
        for entry in self._entries:
            for found in self._assistant.search(entry.question, limit=_NEIGHBOURS):
                other = found.entry
                if other.id <= entry.id or not self._ask_the_same(entry, other):
                    continue
                same = fuzz.token_sort_ratio(entry.answer, other.answer) >= SAME_ANSWER
                if not same and _contradict(entry, other):
                    what = f"asks the same as {other.id!r} ({other.question!r}) and answers the opposite, expected one answer"
                    yield Finding("error", "conflict", what, entry.id, other.id)
                else:
                    what = f"asks nearly the same as {other.id!r} ({other.question!r}), expected one entry" + (
                        "" if same else " or questions that tell the two apart"
                    )
                    yield Finding("warning", "near-duplicate", what, entry.id, other.id)

    def _ask_the_same(self, entry: Entry, other: Entry) -> bool:
        """Whether two entries have a phrasing of the same words, those that carry grammar apart, or nearly the same one."""
        if "topic" in {entry.kind, other.kind}:
            return entry.question.casefold() == other.question.casefold()
        if not self._subjects(entry).isdisjoint(self._subjects(other)):
            return True
        return max(fuzz.token_sort_ratio(one, two) for one in entry.phrasings for two in other.phrasings) >= ALIKE

    def _subjects(self, entry: Entry) -> set[frozenset[str]]:
        """The subject words of each phrasing."""
        analyser = self._analysers.get(entry.article) or Analyser()
        light = analyser.function_stems - {analyser.stem(word) for word in QUESTION_WORDS}  # "why" asks another thing than "how"
        stems = (frozenset(analyser.stems(analyser.words(each))) for each in entry.phrasings)
        return {subject for each in stems if (subject := each - light)}

    def _synonyms(self) -> Iterator[Finding]:
        """Synonyms that no entry has, so that they join nothing."""
        for article in self._assistant.knowledge.articles:
            analyser = Analyser(article.language)
            texts = (text for entry in self._entries if entry.article == article.id for text in (*entry.phrasings, entry.answer))
            stems = [" ".join(analyser.stems(analyser.words(text))) for text in texts]
            body = f" {' | '.join(stems)} "
            for group in article.synonyms:
                members = [" ".join(analyser.stems(analyser.words(member))) for member in group]
                if not any(f" {member} " in body for member in members if member):
                    what = f"none of the synonyms {', '.join(group)} stands in an entry, expected at least one to"
                    yield Finding("warning", "unknown-synonyms", what, file=article.id)


_NEAR = 0.02  # share of a score within which a second entry fits as well
_NEIGHBOURS = 4
_MOST_WORDS = 6
_SHORT_SENTENCE = range(3, 11)  # words of a sentence that a visitor might type


def _kin(entry: Entry, other: Entry) -> bool:
    """Whether two entries belong together, so that a visitor who gets the other one is not misled."""
    return other.id in entry.related or entry.id in other.related or (bool(entry.source) and entry.source[:1] == other.source[:1])


def _contradict(entry: Entry, other: Entry) -> bool:
    """Whether one answer begins with a yes and the other with a no."""
    answers = (entry.answer, other.answer)
    return any(_NEGATION.match(one) and _AFFIRMATION.match(two) for one, two in (answers, answers[::-1]))
