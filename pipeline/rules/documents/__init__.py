"""Rules on one document, each a pure function of it and of what it owns."""
