"""The commands: `invoke --list`. Each parses its options, calls the pipeline, prints, and sets the exit code."""
