"""Lists of residents by rules: built, kept, printed and taken away."""
