"""Yearly flow of the Nile at Aswan, 1871-1970, in 10^8 cubic metres: Cobb (1978) doi 10.1093/biomet/65.2.243, table 1."""

from pathlib import Path

import numpy as np

TABLE = np.loadtxt(Path(__file__).parent / "reference" / "nile_flow.csv", delimiter=",", skiprows=1)
YEARS, FLOW = TABLE[:, 0], TABLE[:, 1]
