"""The rules on built pages: each a pure function of one page, or a question to what the audit remembers of all of them."""
