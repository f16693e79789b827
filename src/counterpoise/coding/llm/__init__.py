"""The suggester that asks a language model: what is asked, what counts of an answer, and what is kept of it."""
