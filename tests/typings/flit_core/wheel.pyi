from pathlib import Path
from typing import NamedTuple

class WheelInfo(NamedTuple):
    file: Path

def make_wheel_in(ini_path: Path, wheel_directory: Path, editable: bool = False) -> WheelInfo: ...
