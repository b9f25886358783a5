"""A property of a value, told in words by a view: RIGHT where it holds, else the words that complete "`part` …"."""

RIGHT = "is right"
