import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from checkerboards import main  # noqa: E402

main("cheng2020-anchor-checkerboard")
