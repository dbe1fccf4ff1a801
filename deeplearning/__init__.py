"""The workshop: from strokes of ink to the digits that they spell, and the network that reads them."""
