"""The causal figure made to run: estimated on a panel of states, set beside its rivals, and simulated."""
