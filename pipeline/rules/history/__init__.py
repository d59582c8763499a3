"""What git tells of the documents: when each came in, and whether its time was changed afterwards."""
