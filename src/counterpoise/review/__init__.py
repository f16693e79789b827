"""People at work on codings: what each goes through, what each decides, and what is settled between them."""
