"""Turns ink into a `Reading`: groups, images, network, refusals."""
