"""From observed values to constructs: ties, alignment, engagement, balance and movement."""
