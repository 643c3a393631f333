"""What the operating system offers, behind small protocols; no screen, no server."""
