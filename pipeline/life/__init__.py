"""A site's life: the acts that open, rest, move, change and close it, with the record, the notices and the table they write."""
