"""Findings of the check and the audit, and the forms in which people and machines read them."""
