"""Turns a scan or photo into ink."""
