"""The feed: one sequence per organisation, rows by visibility key, pulls, pokes."""
