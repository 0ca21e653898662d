"""The rules of one quarter: scalar functions on named tuples, the same for every patron.

A rule uses only + - * /, comparisons and the functions of :mod:`hedgesim.model.arithmetic`, and does not
branch: the same source is interpreted as plain Python and compiled for vectors of runs, with the same bits.
What patrons have in common stands once, in a loop over tuples with a value per patron. ``quarter.py`` calls
the rules in order.
"""
