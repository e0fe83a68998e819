"""`python -m nemo_client`: the same as `nemo`."""

import sys

from nemo_client.cli import main

if __name__ == "__main__":
    sys.exit(main())
