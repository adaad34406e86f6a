"""The demo district: believable, invented people in a new data folder."""

from ldz_desktop.services.demo.build import DemoResult, build_demo

__all__ = ["DemoResult", "build_demo"]
