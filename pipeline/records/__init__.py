"""The record of what was done to the hosts: a chain of lines, and what is said of it."""
