"""Writes files whole."""

import os
import tempfile


def write_whole(file, data):
    """Writes a file under a name of its own first: a reader, or a full disk, never meets a part."""
    handle, part = tempfile.mkstemp(prefix=".pareto-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(part, 0o644)
        os.replace(part, file)
    except BaseException:
        os.unlink(part)
        raise
