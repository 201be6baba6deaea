"""The map for others: tables, JSON, RDF, landscape2, the printed report."""
