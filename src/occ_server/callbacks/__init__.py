"""Callbacks from a customer's request to its completion: the rules, and the only statements on their rows."""
