import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from wavelet_codecs import main  # noqa: E402

main("walloc")
