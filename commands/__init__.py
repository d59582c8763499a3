"""What `invoke` offers: a module for each sort of work, and what they share; `tasks.py` lists them.

Each command loads what it needs when it is called: Pelican alone takes as long to load as a build with little to do.
"""
