"""Where the state stands between the powers: map, types, mixed signals, what it pursues, and published scales."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.findings.conclusions import Findings
from counterpoise.report.alignment_map import alignment_map
from counterpoise.report.outline import Block
from counterpoise.report.profile import profile
from counterpoise.report.scales import scales
from counterpoise.report.signals import signals
from counterpoise.report.types_by_year import types_by_year


def position(findings: Findings) -> Iterator[Block]:
    """Every part of it for which anything is observed."""
    if (drawn := alignment_map(findings)) is not None:
        yield drawn
    yield from types_by_year(findings)
    for table in (signals(findings), profile(findings), scales(findings)):
        if table is not None:
            yield table
