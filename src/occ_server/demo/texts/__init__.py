"""Texting of the sample centre: what it says, what it has sent so far, and how that goes on."""
