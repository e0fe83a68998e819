"""What English, Chinese and their neighbours call the client's own four actions.

One table an action; a row is a role and its phrases, separated by commas. A word belongs here only
if it may stand in a wish for that action without changing it: whatever is missing counts as left
over and sends the wish to the agent. Hyphens and apostrophes are not part of words.
"""

from nemo_client.speech.vocabulary.credits import CREDITS
from nemo_client.speech.vocabulary.edits import EDITING, EDITS
from nemo_client.speech.vocabulary.export import (
    EXPORT,
    QUALITY_NAMES,
    QUALITY_NOUNS,
    QUALITY_WORDS,
)
from nemo_client.speech.vocabulary.polite import POLITE
from nemo_client.speech.vocabulary.status import STATUS
from nemo_client.speech.vocabulary.upload import UPLOAD

__all__ = [
    "CREDITS",
    "EDITING",
    "EDITS",
    "EXPORT",
    "POLITE",
    "QUALITY_NAMES",
    "QUALITY_NOUNS",
    "QUALITY_WORDS",
    "STATUS",
    "UPLOAD",
]
