"""The event stream to each desk, and state that changes by the second; it carries what it is given."""
