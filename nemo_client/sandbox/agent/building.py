"""From a rule that fits to the operation it stands for: one builder a rule name.

Clips, texts and uploads are looked up later; here only what was said counts.
"""

from __future__ import annotations

from nemo_client.sandbox.agent.building_clips import CLIP_BUILDERS
from nemo_client.sandbox.agent.building_extras import EXTRA_BUILDERS
from nemo_client.sandbox.agent.folding import Page
from nemo_client.sandbox.agent.matching import Fit
from nemo_client.sandbox.agent.ops import Op

BUILDERS = CLIP_BUILDERS | EXTRA_BUILDERS


def built(fit: Fit, page: Page) -> Op | None:
    """The operation a clause asks for; None when it contradicts itself."""
    return BUILDERS[fit.rule.op](fit, page)
