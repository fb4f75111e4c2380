"""How long the rules take over a brief: median and p95 by length, and single texts of 20 kB, 50 kB and 200 kB.

    python tests/benchmarks/brief_time.py [--rounds 5]

On the briefs of the corpus, put one after another and cut to length. A brief may have 20,000 characters: a longer text
is refused, and the time is that of the refusal. Processor time: on an idle machine it is what a planner waits, and
other work on a busy one does not count.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from forecast_kit.errors import BriefError
from forecast_kit.extraction import extract_parameters

CORPUS = Path(__file__).resolve().parents[1] / "extraction" / "corpus"
TODAY = date(2026, 1, 5)
LENGTHS = (200, 500, 2_000)
LONG = (20_000, 50_000, 200_000)
BRIEFS_OF_A_LENGTH = 60


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="each text is read so often, and the best time counts")
    options = parser.parse_args(arguments)
    written = [json.loads(line)["text"] for file in sorted(CORPUS.glob("*.jsonl")) for line in file.open()]
    for length in LENGTHS:
        texts = [text for text, _ in zip(_of_length(written, length), range(BRIEFS_OF_A_LENGTH), strict=False)]
        times = [1000 * min(_read(text)[0] for _ in range(options.rounds)) for text in texts]
        p95 = quantiles(times, n=20)[-1]
        print(f"{length:>7,} characters, {len(texts)} briefs: median {median(times):.2f} ms, p95 {p95:.2f} ms")
    for length in LONG:
        took, said = min(_read(next(_of_length(written * 10, length))) for _ in range(options.rounds))
        print(f"{length:>7,} characters: {1000 * took:.2f} ms, {said}")
    return 0


def _of_length(written: Sequence[str], length: int) -> Iterator[str]:
    """Briefs of exactly so many characters."""
    joined = ""
    for text in written:
        joined += text + "\n\n"
        if len(joined) >= length:
            yield joined[:length]
            joined = ""


def _read(text: str) -> tuple[float, str]:
    """Seconds of processor time, and "read" or what the refusal says."""
    began = time.process_time()
    try:
        extract_parameters(text, today=TODAY, engine="rules")
    except BriefError as refusal:
        return time.process_time() - began, str(refusal)
    return time.process_time() - began, "read"


if __name__ == "__main__":
    sys.exit(main())
