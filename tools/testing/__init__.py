"""`make test`: the stages, run side by side on prepared databases, and one count at the end."""
