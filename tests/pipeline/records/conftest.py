"""The second review needs a repository, as the gates do."""

from tests.pipeline.gates.conftest import begun, keys

__all__ = ["begun", "keys"]
