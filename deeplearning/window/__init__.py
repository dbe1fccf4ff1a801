"""The window: state, events, painter, panels, screen, loop; the only room with pygame."""
