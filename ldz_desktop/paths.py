"""Where things are: the one place that knows a checkout, a wheel and a frozen program apart."""

import sys
from pathlib import Path

APP_FOLDER = "LdzDesktop"


def resource_path(*parts: str) -> Path:
    """A file below resources/, wherever this program was installed to."""
    return _resources().joinpath(*parts)


def default_data_folder() -> Path:
    """The user's data folder of the platform (Windows: %LOCALAPPDATA%)."""
    from platformdirs import user_data_path

    return user_data_path(APP_FOLDER, appauthor=False)


def _resources() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
