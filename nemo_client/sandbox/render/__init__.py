"""The sandbox's renderer: real files made with ffmpeg, from a draft and the media behind it."""

from nemo_client.sandbox.render.ffmpeg import Ffmpeg, RenderCancelled, RenderFailed, find_ffmpeg
from nemo_client.sandbox.render.footage import make_footage
from nemo_client.sandbox.render.formats import FORMATS, QUALITIES
from nemo_client.sandbox.render.music import make_music
from nemo_client.sandbox.render.probing import Probe, probe
from nemo_client.sandbox.render.rendering import RenderReport, render

__all__ = [
    "FORMATS",
    "QUALITIES",
    "Ffmpeg",
    "Probe",
    "RenderCancelled",
    "RenderFailed",
    "RenderReport",
    "find_ffmpeg",
    "make_footage",
    "make_music",
    "probe",
    "render",
]
