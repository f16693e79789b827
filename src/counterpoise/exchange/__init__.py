"""Codings to and from other programs: REFI-QDA projects and codebooks, and tables."""
