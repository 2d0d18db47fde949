"""What was measured, in words."""

from __future__ import annotations

import math
import statistics
import sys


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that at least `share` of `values` do not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def report(consumers: int, delays: list[float]) -> int:
    """Print the figures of invitations that arrived after `delays` seconds; 0 where all did."""
    sys.stdout.write(f"{len(delays):,} of {consumers:,} invitations delivered\n")
    if delays:
        figures = {
            "median": statistics.median(delays),
            "p99": percentile(delays, 0.99),
            "max": max(delays),
        }
        told = (f"{name} {1000 * value:.1f} ms" for name, value in figures.items())
        sys.stdout.write("  ".join(told) + "\n")
    return 0 if len(delays) == consumers else 1
