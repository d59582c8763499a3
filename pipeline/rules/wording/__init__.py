"""Rules on the wording of one document: words, punctuation, numerals, titles, advertising, marks of secrecy."""
