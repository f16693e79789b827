"""PDF: pages become blocks in reading order, each letter with its place on the page."""
