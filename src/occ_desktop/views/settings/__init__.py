"""Settings that take effect at once, what this computer keeps, and whether it has all it needs."""
