"""Random fault schedules, each from a seed that replays it.

The real worker in Chromium plays against the simulator, which injects the faults.
"""
