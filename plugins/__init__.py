"""How a site is built: Pelican plugins, one a feature; `plugins.engine` is what they share."""
