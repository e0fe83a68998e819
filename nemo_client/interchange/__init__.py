"""Timelines in the formats of others: written with a list of what is lost, and read back. Pure."""

from nemo_client.interchange.formats import FORMATS, Format
from nemo_client.interchange.losses import Loss
from nemo_client.interchange.projection import Projection, project
from nemo_client.interchange.rates import RATES, Rate, rate_of

__all__ = ["FORMATS", "RATES", "Format", "Loss", "Projection", "Rate", "project", "rate_of"]
