"""Rules between documents, columns and sites."""
