"""What the client does, step by step: generators that yield effects and are sent the answers.

Written once for both clients; the drivers perform them, tests feed them answers. A flow knows no
socket, no clock and no file; errors of the wire are thrown into it and handled in plain code.
"""
