"""Tables of any length: a window of pages over a count, and a view that keeps its place."""
