"""Rules on one document."""
