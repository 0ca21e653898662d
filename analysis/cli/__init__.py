"""The command line, one file a command: parse options, call other packages, print; compute nothing."""
