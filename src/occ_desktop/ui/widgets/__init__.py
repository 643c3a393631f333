"""Controls of our own, one public widget per file."""
