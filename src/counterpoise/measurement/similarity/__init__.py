"""Foreign-policy similarity: how alike two states vote, or ally themselves, by six measures and their variants."""
