"""Asking live hosts from outside, as visitors do: whether they answer, and whether with what was published."""
