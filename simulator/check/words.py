"""A report for people."""

from __future__ import annotations

from simulator.check.said import Report, Seen

NAMED = 3


def words(report: Report) -> str:
    """Return a line for each file, then what is wrong, what could be better, and the sum."""
    lines = [f"{report.url}: Tagalong {report.version}" if report.version else report.url]
    widest = max((len(one.name) for one in report.files), default=0)
    lines += [_file(one, widest) for one in report.files]
    grouped = report.grouped()
    for wrong, mark in ((True, "✗"), (False, "·")):
        for one, names in grouped.items():
            if one.wrong is wrong:
                lines.append(f"{mark} {_names(names, len(report.files))}{one.words}")
    wrongs = sum(one.wrong for one in grouped)
    better = len(grouped) - wrongs
    rest = f"; {better} could be better (·)" if better else ""
    if wrongs:
        lines.append(f"{wrongs} {'thing is' if wrongs == 1 else 'things are'} wrong (✗){rest}.")
    else:
        lines.append(f"✓ {len(report.files)} files are served as pages need them{rest}.")
    return "\n".join(lines)


def _file(seen: Seen, widest: int) -> str:
    mark = "✗" if any(one.wrong for one in seen.said) else "✓"
    size = "" if seen.bytes is None else f"{seen.bytes:,} bytes"
    told = [str(seen.status or "-"), seen.type, "+".join(seen.encodings), size, seen.caching]
    return f"  {mark} {seen.name:<{widest}}  {'  '.join(part for part in told if part)}"


def _names(names: list[str], files: int) -> str:
    if not names:
        return ""
    if len(names) == files:
        return "every file "
    if len(names) <= NAMED:
        return f"{', '.join(names)}: "
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more: "
