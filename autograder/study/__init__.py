"""The study room: the working copy, its start page, and the commands of someone who learns. It needs `checks` and nothing else."""
