"""Speed promises, each measured beside its limit or a peer in the same run, and told as a ratio."""
