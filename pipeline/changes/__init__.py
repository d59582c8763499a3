"""What changed of the sites between two revisions: what is to be filed, which old addresses lead where."""
