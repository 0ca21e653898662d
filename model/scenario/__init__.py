"""From a TOML file to a checked, frozen scenario and its timeline of parameter values."""
