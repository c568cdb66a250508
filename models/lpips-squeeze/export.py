import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from export import main  # noqa: E402

main("lpips-squeeze", net="squeeze", kind="lpips")
