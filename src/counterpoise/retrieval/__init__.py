"""Retrieval: questions about codings, what stands together, what is said how often, and when nothing new is found."""
