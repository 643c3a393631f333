"""The only place that knows everything: builds the objects, connects them, runs and closes the program."""
