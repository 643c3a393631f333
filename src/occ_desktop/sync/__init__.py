"""Keeps the cache equal to what the server lets this person see, and brings their own work to the server."""
