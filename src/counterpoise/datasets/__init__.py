"""Public data sets, read as they are downloaded, as one schema of observations."""
