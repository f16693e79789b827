"""Corpora: many documents in one file."""
