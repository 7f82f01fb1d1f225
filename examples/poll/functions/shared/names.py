"""The names of polls and choices."""


def is_name(value):
    return isinstance(value, str) and 1 <= len(value) <= 32
