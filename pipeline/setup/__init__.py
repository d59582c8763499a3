"""What `invoke hosts.setup` writes out for the operator of a front-end host, the host's own programs among it."""
