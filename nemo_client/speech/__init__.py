"""What words mean: the wishes a person types, and the GUI-speak the backend answers with.

`route` turns a message into an ordered plan of steps; `translate` turns a whole reply into the text
to show and the actions it stands for. Both are pure and run in linear time.
"""

from nemo_client.speech.guispeak import Shown, translate
from nemo_client.speech.intents import route
from nemo_client.speech.steps import Chat, Credits, Export, Status, Step, Upload

__all__ = ["Chat", "Credits", "Export", "Shown", "Status", "Step", "Upload", "route", "translate"]
