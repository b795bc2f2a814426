"""What came of making the visits of some routes. Values only, no database."""

from dataclasses import dataclass, field


@dataclass
class VisitsMade:
    """Result of making visits: ids of the new ones, how many were there already, and stops refused with the reason."""

    created: list[int] = field(default_factory=list)
    existing: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Every stop has its visit, whoever made it."""
        return not self.refused
