"""Personal data in documents and in what they attach: found, masked, and named without being repeated."""
