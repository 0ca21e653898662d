"""The rules of one quarter: plain scalar functions on named tuples, the same for every patron.

A rule uses + - * /, comparisons and the words of :mod:`hedgesim.model.arithmetic`, nothing else, so that
an interpreter and a compiler give the same bits. ``quarter.py`` puts the rules in order.
"""
