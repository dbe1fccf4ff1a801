"""Makes handwriting: variations, things that are no digit, numbers, photos, training data."""
