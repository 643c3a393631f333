"""Tickets (이력): separate records of a customer contact; they never change a callback."""
