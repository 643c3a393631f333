"""Telephony: the adapter to a PBX, the lines people log in to, and the calls that run on them."""
