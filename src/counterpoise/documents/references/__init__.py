"""References: what bibliographies say of documents, and what documents cite."""
