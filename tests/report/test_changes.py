from pathlib import Path

import pytest

from counterpoise.measurement.breaks.posterior import BreakDate
from counterpoise.measurement.change_tables import series_table
from counterpoise.report.changes import breaks_of, changes_of, changes_section
from counterpoise.report.outline import DataTable, Section
from tests.study_in_miniature import MADE_UP, found, write_study


def told(study: Path) -> Section:
    findings = found(study)
    return changes_section(findings, changes_of(findings))


@pytest.fixture(scope="module")
def section(tmp_path_factory: pytest.TempPathFactory) -> Section:
    return told(write_study(tmp_path_factory.mktemp("changed")))


def table(section: Section, name: str) -> DataTable:
    (one,) = [block for block in section.blocks if isinstance(block, DataTable) and block.id == name]
    return one


def test_each_tie_has_its_word_slope_volatility_and_break(section: Section) -> None:
    rows = {row[:2]: row for row in table(section, "numbers-changes").rows}
    trade = rows["Share of trade", "China"]
    # In the miniature trade with China grows every year, and no source gives an error of it.
    assert trade[2] == "expanding"
    assert trade[3] is None
    assert trade[4].startswith("0.")
    assert 0 <= trade[6] <= 1


def test_volatility_is_compared_where_both_powers_are_observed(section: Section) -> None:
    compared = table(section, "numbers-volatility")
    assert [column.split(" (")[0] for column in compared.columns[1:3]] == ["United States", "China"]
    assert all(0 <= row[3] <= 1 for row in compared.rows)


def test_a_tie_observed_too_densely_at_an_event_stands_with_the_reason(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    with (study / "figures.csv").open("a") as figures:
        for year in range(1990, 2010):
            figures.write(
                f"PAK,CHN,{year},{year + 1},trade_share,{5 + (year - 1990) / 2},percent,{MADE_UP},first\n"
            )
    movements = table(told(study), "numbers-changes")
    assert ("Share of trade", "China") in {row[:2] for row in movements.rows}
    assert "Share of trade, China: no break is told at events of 1998, 2001: " in movements.note
    assert "Share of trade, United States" not in movements.note


def test_without_ties_there_is_no_section(tmp_path: Path) -> None:
    study = write_study(tmp_path, without=("figures.csv",))
    (study / "figures.csv").write_text("state,partner,start,end,indicator,value,unit,source,release\n")
    assert told(study).blocks == ()


def test_a_break_is_drawn_where_it_is_likelier_than_not_with_the_dates_of_the_table(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    figures = (study / "figures.csv").read_text().splitlines()
    # Trade with the United States falls from about 40 to about 5 percent at once, in 2000.
    level = {year: (40 if year < 2000 else 5) + year % 3 / 2 for year in range(1990, 2011)}
    figures = [line for line in figures if not line.startswith("PAK,USA") or ",trade_share," not in line]
    figures += [
        f"PAK,USA,{year},{year},trade_share,{value},percent,{MADE_UP},first" for year, value in level.items()
    ]
    (study / "figures.csv").write_text("\n".join(figures) + "\n")
    findings = found(study)
    changes = changes_of(findings)
    breaks = breaks_of(findings, changes)
    (once,) = breaks["trade_share", "a"]
    assert (once.label, once.date) == ("United States", 2000)
    # The report and `measure breaks` tell the same dates of as many breaks.
    rows = table(changes_section(findings, changes), "numbers-changes").rows
    by_verb = series_table(changes, findings.study.powers)
    assert [row[7:] for row in rows] == by_verb.select("breaks", "dates").rows()
    told = {
        (names.series.entry.series, names.series.side): row[8]
        for names, row in zip(changes, rows, strict=True)
    }
    assert set(breaks) == {name for name, dates in told.items() if dates not in ("none", None)}
    for name, drawn in breaks.items():
        assert told[name] == ", ".join(str(BreakDate(one.date, one.low, one.high)) for one in drawn)
