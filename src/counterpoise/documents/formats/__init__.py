"""Formats: files of one document each, from plain text to word processors and saved pages."""
