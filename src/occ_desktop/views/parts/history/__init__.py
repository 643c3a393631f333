"""History registration as rooms share it: the form in the customer panel and in a dialog of its own."""
