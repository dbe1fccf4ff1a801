"""What was drawn, as vectors: strokes, history, files, placement, pixels."""
