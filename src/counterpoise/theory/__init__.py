"""Theories as data: what a coder can say, what is measured, what is tested and how it is tabled."""
