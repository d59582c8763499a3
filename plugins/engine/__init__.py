"""The engine: reads all documents into a ledger, and makes every page from what the ledger answers.

Feature plugins declare views, parts and checks (`plugins.engine.registry`); they never import each other.
"""

from pelican import signals

from plugins.engine.generator import get_generators


def register() -> None:
    """Connect the engine to Pelican."""
    signals.get_generators.connect(get_generators)
