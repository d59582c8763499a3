"""Rules between documents, columns and sites: each is a question to the ledger, as of a moment."""
