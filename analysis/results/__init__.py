"""A result folder on disk: manifest, Parquet tables, provenance and quantiles. Nothing here runs anything."""
