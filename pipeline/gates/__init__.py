"""What must be true before anything leaves for real hosts: what git knows, who reviewed it, and publishing by force."""
