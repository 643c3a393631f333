"""Texting (문자): categories and templates, sending, reservations, history, through a carrier's API.

A message is written before the carrier is called and never handed over twice: see ``handing_over``.
"""
