"""What a notebook shows: each result with its table, its charts and how to go on."""
