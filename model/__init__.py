"""What things are: sites, columns, kinds of document, identifiers, thresholds. No Pelican, no effects but reading files."""
