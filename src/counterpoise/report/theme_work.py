"""The section of a report on the work that led to the themes."""

from __future__ import annotations

from counterpoise.findings.conclusions import Findings
from counterpoise.report.outline import Block, Section
from counterpoise.report.theme_saturation import saturation_figure


def theme_work_section(findings: Findings) -> Section:
    """How the themes came about, and whether more documents would bring more codes; empty where nothing is coded."""
    saturation = saturation_figure(findings.themes)
    blocks: tuple[Block, ...] = () if saturation is None else (saturation,)
    return Section("theme-work", "How the themes were made", blocks)
