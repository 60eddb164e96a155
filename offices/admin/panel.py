"""What the home of the desk is made of. An admin that has something to show gives `panels(request)`."""

from dataclasses import dataclass, field

MOST = 5  # lines of a panel; the whole list is a click away


@dataclass(frozen=True)
class Line:
    text: str
    address: str = ""
    about: str = ""


@dataclass(frozen=True)
class Panel:
    """A heading with a number, the first few of them, and the way to all."""

    title: str
    number: int
    lines: list[Line] = field(default_factory=list)
    address: str = ""
    is_mine: bool = False  # waits for the person who reads it
    is_late: bool = False
    rank: int = 0  # the lower, the nearer to the top

    @property
    def count(self) -> str:
        return f"{self.number:,}"
