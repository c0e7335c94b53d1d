"""Fit `ranker.json`: python -m bot.training --knowledge DIR --questions FILE --set FOLDER... [--check] [-o FILE]."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.assistant import Assistant
from bot.fitting import fit as index_of
from bot.ranker import Ranker
from bot.training.models import START, Observation, beliefs, fit_judge, fit_rank, observe
from bot.training.sets import LabelledSet, held_out_phrasings, public_set, questions, with_gaps, without_phrasings

DRAWS = 2  # versions with gaps of each public set


def main() -> None:
    """Read the sets, fit, report, write."""
    options = _options()
    knowledge = Assistant.open(options.knowledge).knowledge
    sets = [public_set(folder) for folder in options.set]
    labelled: list[LabelledSet] = []
    for whole in sets:
        labelled += [whole, *(with_gaps(whole, seed) for seed in range(DRAWS))]
    own = list(held_out_phrasings("phrasings", knowledge, seed=0))
    labelled += [*own, *(with_gaps(fold, seed=0) for fold in own)]
    bare = without_phrasings("without phrasings", knowledge, seed=0)
    labelled += [bare, with_gaps(bare, seed=0)]
    labelled += [questions(f"questions {file.parent.name}", file, knowledge, "look") for file in options.questions]
    indexed = [(each, index_of(each.knowledge)) for each in labelled]
    # What is observed depends on the weights a little, so the first ones are only for observing again.
    first = fit([seen for each, index in indexed for seen in observe(each, index, START)])
    observations = [seen for each, index in indexed for seen in observe(each, index, first)]
    ranker = fit(observations)
    if options.check:
        for group in sorted({seen.group for seen in observations}):
            _report(
                group, fit([seen for seen in observations if seen.group != group]), [s for s in observations if s.group == group]
            )
    for group in sorted({seen.group for seen in observations}):
        _report(f"{group} (fitted on it)", ranker, [s for s in observations if s.group == group])
    options.output.write_text(json.dumps(ranker.to_json(), indent=2) + "\n", "utf-8")
    print(f"wrote {options.output}")


def fit(observations: Sequence[Observation]) -> Ranker:
    """Ranker and judge from observed queries."""
    rank = fit_rank(observations)
    judge, bias = fit_judge(observations, rank)
    return replace(START, rank=rank, judge=judge, bias=bias)


def _report(name: str, ranker: Ranker, observations: Sequence[Observation]) -> None:
    seen = beliefs(observations, ranker)
    inside = [(confidence, right) for confidence, right, answerable in seen if answerable]
    outside = np.array([confidence for confidence, _, answerable in seen if not answerable] or [0.0])
    gap = _calibration([(confidence, right) for confidence, right, _ in seen])
    cuts = {rate: float(np.quantile(outside, rate)) for rate in (0.8, 0.9, 0.95)}
    right_at = "  ".join(f"right@{rate:.2f} {np.mean([r and c > cut for c, r in inside]):.3f}" for rate, cut in cuts.items())
    auroc = np.mean([np.mean(c > outside) + 0.5 * np.mean(c == outside) for c, _ in inside])
    print(
        f"{name:36s} n {len(inside)}/{len(seen)}  p1 {np.mean([r for _, r in inside]):.3f}"
        f"  auroc {auroc:.3f}  {right_at}  gap {gap:.3f}"
    )


def _calibration(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    ranked = sorted(pairs)
    parts = np.array_split(np.array(ranked, dtype=float), bins)
    return float(sum(abs(part[:, 0].sum() - part[:, 1].sum()) for part in parts) / len(ranked))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.training", description="Fit the weights of ranker.json.")
    parser.add_argument("--knowledge", default="knowledge", help="knowledge whose phrasings are held out (default: knowledge)")
    parser.add_argument(
        "--questions",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="labelled questions for it (JSONL); may be repeated",
    )
    parser.add_argument("--set", type=Path, action="append", default=[], metavar="FOLDER", help="a public set; may be repeated")
    parser.add_argument("--check", action="store_true", help="also report each set under weights fitted on the others")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "ranker.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
