"""Search: words and patterns in the full text of a study's documents."""
