"""From evidence and scores to claims, tables, themes and answers."""
