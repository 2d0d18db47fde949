"""What can go wrong, and whose fault it is.

    TagalongError            anything of ours; carries the contract's code and plain words
    ├── SettingError         the page's settings: nothing starts until they are mended
    ├── Refused              LivePerson, or the page's token, said no: trying again cannot help
    └── Unavailable          no answer, or rubbish: try again later, with growing delays

Frames that cannot be read are not errors: `frames.parse` returns None for them.
"""

from __future__ import annotations


class TagalongError(Exception):
    """`code` is one of the contract's `tagalong:error` codes; `words` are for people."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words


class SettingError(TagalongError):
    """A setting that nothing can start with."""

    def __init__(self, words: str) -> None:
        super().__init__("bad-setting", words)


class Refused(TagalongError):  # noqa: N818 - named for the strategy: stop
    """A definite no; stop."""


class Unavailable(TagalongError):  # noqa: N818 - named for the strategy: retry
    """No usable answer; try again later, and not sooner where LivePerson is `busy` (429)."""

    def __init__(self, code: str, words: str, *, busy: bool = False) -> None:
        super().__init__(code, words)
        self.busy = busy
