"""Public data of a study: what it holds of each source, what newer files changed, how they are cited, and had."""
