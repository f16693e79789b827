"""Counterpoise: how a state stands between two rival powers, from evidence to report."""
