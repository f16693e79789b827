"""Draws from the posterior of the model: its density with states integrated out, and the sampler that follows its gradient."""
