"""How fast: our builds beside those of other generators, on the same documents, in one run."""
