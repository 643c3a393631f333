"""What stands there until a person is in: the copy is opened, mended, or why it cannot be and what to do."""
