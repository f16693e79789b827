"""Limits: how much of a file is read, how long that may take, and how much memory.

They are far above what a real source needs, and below what a machine can bear. What a file may weigh is in
`admission`, which data files share.
"""

from __future__ import annotations

LARGEST_UNPACKED = 256 * 2**20
"""Bytes to which all the members of an archive may unpack, as declared and as counted."""

MOST_MEMBERS = 10_000
"""Members of an archive."""

HIGHEST_RATIO = 200
"""Unpacked to packed bytes of a member, or of a packed table; XML of real documents packs 5 to 60 times."""

RATIO_COUNTS_FROM = 2**20
"""Unpacked bytes below which anything may be packed as hard as it can be."""

LONGEST_LINE = 16 * 2**20
"""Characters of a line of plain text or Markdown; a whole book without a line end has a tenth of that."""

MOST_CHARACTERS = 64 * 2**20
"""Code points of the text of a document, whatever its format."""

DEEPEST_GROUPS = 5_000
"""Groups of RTF that may stand open in each other."""

MOST_PAGES = 20_000
"""Pages of a PDF."""

MOST_GLYPHS = 20_000_000
"""Glyphs printed on all pages of a PDF."""

MOST_ROWS = 2_000_000
"""Rows of a table of documents."""

LONGEST_CELL = 4 * 2**20
"""Characters of a cell of a table of documents; a book of 700 pages has half of that."""

IN_PROCESS = 4 * 2**20
"""Bytes of a plain text that the program reads itself; a larger one goes to a worker process."""

PROCESSOR_SECONDS = 300
"""Seconds of processor time that a worker process may spend on a file."""

WALL_SECONDS = 3600
"""Seconds that may pass until a worker process has read a file, other programs at work for it included."""

MEMORY = 2 * 2**30
"""Bytes of memory that a worker process may use beyond those it begins with, where the system can limit them."""
