"""The comparison of several states as a report: the same blocks as a study's own, side by side."""
