"""Ideal points of states, estimated from their votes in roll calls."""
