"""The instructor's room: submissions in, scores, autograded notebooks and feedback pages out."""

import sys

# jsonschema's check of addresses takes 0.8 s to load, and no notebook has an address to check
sys.modules.setdefault("rfc3987_syntax", None)
