"""Carriers: who takes texts to handsets. One small protocol (``protocol``), one module or package each."""
