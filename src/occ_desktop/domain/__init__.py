"""What the client reasons about, in plain Python: filters, sort keys, change sets, pending commands."""
