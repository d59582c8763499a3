"""The regulation as code: each clause that a machine can watch is a small function, declared once."""
