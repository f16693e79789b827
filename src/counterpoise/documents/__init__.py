"""Documents: any file becomes canonical text with code-point anchors, pages, headings and a record."""
