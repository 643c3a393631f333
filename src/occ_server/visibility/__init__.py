"""Who sees which row: decided here and nowhere else."""
