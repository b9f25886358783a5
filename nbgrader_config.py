"""nbgrader in this folder: `nbgrader generate_assignment`, `autograde`, `generate_feedback`, `export` and formgrader.

Submissions are expected in grading/submitted/<student>/<topic>/. nbgrader's steps are kept, but a submission is read by
`Submission` and run by `Grade`, the same engine as `mlp-course grade`: behind a wall, with secret cases, judged outside.
"""

import warnings
from pathlib import Path

from autograder.grading.gradebook import COURSE_ID, sqlite

c = get_config()  # noqa: F821, nbgrader provides it
course = Path(__file__).resolve().parent
warnings.filterwarnings("ignore", "Object of type .* not in session")  # SQLAlchemy's, over nbgrader's own code

c.CourseDirectory.root = str(course)
c.CourseDirectory.course_id = COURSE_ID
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = sqlite(course)  # a line at the end may name a server instead: see docs/grading.md
# nbgrader copies what lies beside a notebook into the release; the solutions' text lies there.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]

c.Autograde.pre_convert_hook = "autograder.grading.plugin.prepare"
c.Autograde.exporter_class = "autograder.grading.plugin.Submission"
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "autograder.grading.plugin.Grade",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "autograder.grading.feedback.FeedbackPage"
