"""From passages to codings and links, each with its reason."""
