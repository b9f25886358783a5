"""The student's room: collect, judge, compare, show. NumPy and the standard library only, so that it also runs in a browser."""
