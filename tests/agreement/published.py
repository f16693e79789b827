"""Judgements of the literature whose coefficients are published."""

from counterpoise.agreement.continuum import Span

_ = None

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: 4 coders, 12 units, missing data.
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]

# The same, section A: 2 coders, 10 units, two values.
TWO_VALUES = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]

# The same, section B: 2 coders, 12 units, five values.
FIVE_VALUES = [list("aabbdcccedda"), list("babbbccceddd")]

# Krippendorff (2004), Content Analysis, 2nd ed., p. 254: two observers, codes c and k, text from 150 to 450.
UNITIZED = [
    Span("d", start, start + length, code, coder)
    for coder, code, start, length in (
        ("i", "c", 225, 70),
        ("i", "c", 370, 30),
        ("j", "c", 220, 80),
        ("j", "c", 355, 20),
        ("j", "c", 400, 20),
        ("i", "k", 180, 60),
        ("i", "k", 300, 50),
        ("j", "k", 180, 60),
        ("j", "k", 300, 50),
    )
]
