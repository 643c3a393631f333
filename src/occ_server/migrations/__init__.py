"""The history of the schema. One set of migrations runs on both databases."""
