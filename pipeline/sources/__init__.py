"""The content's own files as commands read and edit them: every address that they give, fields, tables, all or nothing."""
