"""The customer panel beside the callback list: who, what happened, a note, and the one next step."""
