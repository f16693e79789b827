"""The report: a format-free outline and one writer per format."""
