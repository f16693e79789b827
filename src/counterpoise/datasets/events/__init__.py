"""Event data: who did what to whom and on which day, as news reports have it, counted by pair of states and month."""
