"""The callback list (콜백 리스트): search, live rows, what to do with each, and the customer beside it."""
