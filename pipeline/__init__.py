"""How a site gets out: build, check, release, publish, serve. Knows no Jinja."""
