"""How fast and how large the program is, measured in separate processes."""
