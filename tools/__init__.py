"""The project's own tools: `python3 -m tools help` lists them. Standard library only: they run on a bare machine."""
