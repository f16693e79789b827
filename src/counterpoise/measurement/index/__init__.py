"""The craft of composite indices: normalisation, outliers, weights, aggregation, ranks, consistency, sensitivity."""
