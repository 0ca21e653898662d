"""One file for a browser: compiled rules, scenarios and draws, with figures and controls, and no server."""
