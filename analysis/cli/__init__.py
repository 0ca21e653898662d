"""The command line, one file per command: parse options, call other packages, print; no computing."""
