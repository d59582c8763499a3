"""The engine: reads what changed into a ledger, and makes the pages that this touches from what the ledger answers.

Feature plugins declare views, parts and checks (`plugins.engine.registry`); they never import each other.
"""


def register() -> None:
    """Connect the engine to Pelican, which is loaded only here: a build with nothing to do needs none of it."""
    from pelican import signals

    from plugins.engine.generator import get_generators

    signals.get_generators.connect(get_generators)
