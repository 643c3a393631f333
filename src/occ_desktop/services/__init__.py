"""What a screen may ask for, one file per topic: async, no Qt, failures of `domain.failures` only."""
