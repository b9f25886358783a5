"""The course author's room: text to notebooks, notebooks to releases, and the lint that holds the course together."""
