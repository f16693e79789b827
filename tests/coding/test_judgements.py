from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.coding.judgements import JUDGEMENT_SCHEMA, ids_of, judgements_of, table_of
from counterpoise.documents.canonical import Block
from counterpoise.documents.document import document_from_blocks
from counterpoise.evidence import Coding, Link, passage_of
