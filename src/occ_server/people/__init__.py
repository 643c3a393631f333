"""Organisations, their services and people, and who may do what where."""
