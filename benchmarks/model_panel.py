"""A real panel for the model: 16 states between the United States and China, 1990-2020, from public data and their own speeches.

Usage: python benchmarks/model_panel.py SHARED [FOLDER]

SHARED holds `data` and `corpus/ungdc` as docs/large-run.md describes them. It is one study: the speeches of each state are coded by
the lexicon as that state's own words, and stand beside the data of the whole panel.
Estimates the model as `counterpoise estimate` does and prints effects, soundness, seconds of the processor, peak memory and the verdicts.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from general_debate import SPEECHES

import counterpoise as cp
from counterpoise.findings.claim import verdict_in_words
from counterpoise.model.assembly import assemble
from counterpoise.model.fit import fit_panel
from counterpoise.model.sampling import Sampling

STATES = (
    *("PAK", "IND", "BGD", "LKA", "NPL", "VNM", "IDN", "SGP", "MYS", "THA", "PHL", "KHM", "LAO", "MNG"),
    *("KOR", "AUS"),
)
# Files that are read together stand in one line.
FILES = (
    "unga_ideal_points/IdealpointsJuly2025.dta",
    "cow/cow_trade_dyadic_4.0_1870_2014.parquet cow/cow_trade_national_4.0.csv",
    "cow/cow_igo_dyad_year.parquet",
    "atop/atop_alliance_directed_dyad_year.parquet",
    "us_foreign_aid/us_foreign_aid_country.csv",
    "gcdf/cow_gcdf.csv",
    "china_public_diplomacy/ChinesePublicDiplomacy.csv",
    "cow/cow_nmc_1816_2022.csv.gz",
    "gpr/data_gpr_export.xls",
    "leaders_regimes/archigos.csv",
    "leaders_regimes/cw_democracy.parquet",
    "leaders_regimes/cw_gdppop.parquet",
    "ucdp/ucdp_acd_1946_2024.csv",
    "cow/cow_mid_dirdisps.parquet",
    "rivalries/tss_rivalries.csv",
)
SECONDS, MEBIBYTES = 240, 3072

STUDY = """\
study: Sixteen states between the United States and China
state: PAK
powers: {{a: USA, b: CHN}}
period: 1990-2020
theory: neoclassical-realism
panel: [{panel}]
documents:
  - {{path: "{speeches}", layout: ungdc, kind: speech, where: {{iso3: PAK}}}}
voices:
  - {{path: "{speeches}", layout: ungdc, kind: speech}}
data:
{data}
settings: {{seed: 20260311}}
coding: {{suggesters: [lexicon]}}
"""


def make(folder: Path, shared: Path) -> cp.Study:
    """The study of the panel, as a user writes it; `counterpoise estimate --study FOLDER` reads the same."""
    folder.mkdir(parents=True, exist_ok=True)
    together = (", ".join(f'"{shared.resolve()}/data/{file}"' for file in of.split()) for of in FILES)
    text = STUDY.format(
        panel=", ".join(STATES),
        speeches=shared.resolve() / SPEECHES,
        data="\n".join(f"  - {{path: [{paths}]}}" for paths in together),
    )
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return cp.read_study(folder)


def main(shared: Path, folder: Path) -> int:
    """Assemble, estimate and tell what hypotheses and debates come to; gives the number of bars missed."""
    begun = time.process_time()
    study = make(folder, shared)
    evidence = cp.gather(study)
    for problem in evidence.problems[:5]:
        print("problem:", problem)
    scores = cp.measure(study, evidence)
    panel = assemble(study, evidence, scores)
    print(f"assembled: {time.process_time() - begun:.1f} s of the processor")
    for title, values in zip(panel.measure_titles, panel.measures, strict=True):
        print(f"  {title}: observed in {(values == values).mean():.0%}")
    for side, values in zip("ab", panel.ties, strict=True):
        print(f"  ties with {side}: observed in {(values == values).mean():.0%}")
    for note in panel.notes:
        print("  note:", note)
    begun, wall = time.process_time(), time.perf_counter()
    fit = fit_panel(panel, sampling=Sampling(seed=20260311))
    seconds, elapsed = time.process_time() - begun, time.perf_counter() - wall
    mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for row in fit.table().iter_rows(named=True):
        print("  ".join(f"{value:.3g}" if isinstance(value, float) else str(value) for value in row.values()))
    print(*(f"blocked: {reason}" for reason in fit.blocked), sep="\n")
    print(
        f"sampled: {seconds:.0f} s of the processor, {elapsed:.0f} s (bar {SECONDS}), peak {mebibytes:.0f} MiB (bar "
        f"{MEBIBYTES}); R-hat up to {max(fit.diagnostics.r_hat.values()):.3f}"
    )
    for answer in cp.conclude(study, evidence, scores, fit).answers():
        if answer.kind in ("hypothesis", "assumption", "debate"):
            print(f"{answer.label}: {verdict_in_words(answer)}")
    return (elapsed > SECONDS) + (mebibytes > MEBIBYTES) + (max(fit.diagnostics.r_hat.values()) > 1.01)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(sys.argv[1]), Path(made)))
