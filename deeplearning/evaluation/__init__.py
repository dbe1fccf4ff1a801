"""Scores readings, and draws them."""
