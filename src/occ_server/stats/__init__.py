"""Figures of the centre's work (처리현황)."""
