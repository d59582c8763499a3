"""A site's content moves to another site of the platform: the table of addresses, the copies, the day."""
