"""What happened to a study, by whom: hash-chained events and the files that they name."""
