"""Sending texts: requests, their messages, what became of them."""
