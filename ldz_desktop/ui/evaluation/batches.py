"""A building's batch as a whole: handed over, taken back, thrown away."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import KnownError
from ldz_desktop.services.evaluation_records import BuildingProgress, Draft
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.feature import Bench

Then = Callable[[], None]
Failed = Callable[[KnownError], None]


def _nothing() -> None:
    return None


class Batches(QObject):
    """Runs on the worker, tells every tab, and offers to undo what can be undone."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench

    def hand_over(
        self, month: str, one: BuildingProgress, draft: Draft, then: Then, failed: Failed
    ) -> None:
        """Store the draft and hand it over. then: it is done; failed: it does not balance, or the
        month takes nothing any more."""
        office, ident = self._bench.office, one.building.id

        def work(progress: Progress) -> Change:
            del progress
            office.evaluation.save_draft(month, ident, draft)
            return office.evaluation.commit_draft(month, ident)

        def done(change: Change) -> None:
            self._bench.publish(change)
            then()

        self._bench.tasks.run(work, done, owner=self, failed=failed)

    def recall(self, month: str, one: BuildingProgress) -> None:
        """Take a batch back, to be undone by handing it over again; imported sheets are taken out,
        after a question, because only their file brings them back."""
        title, count = one.building.title, one.keyed_valid + one.keyed_invalid
        if one.origin != "file":
            self.take_back(
                month,
                one.building.id,
                lambda: self._bench.notices.info(
                    f"{title}的 {count} 张表已撤回",
                    lambda: self._again(month, one.building.id),
                ),
            )
        elif self._bench.notices.ask(
            "撤掉导入的表？",
            f"{title}导入的 {count} 张表会被撤掉，要再用可以重新导入原来的表格。",
            "撤掉",
            danger=True,
        ):
            self.take_back(
                month,
                one.building.id,
                lambda: self._bench.notices.info(f"{title}导入的 {count} 张表已撤掉"),
            )

    def take_back(self, month: str, building_id: int, then: Then = _nothing) -> None:
        """Into the draft, without a word."""
        office = self._bench.office

        def work(progress: Progress) -> Change:
            del progress
            return office.evaluation.recall_batch(month, building_id)

        def done(change: Change) -> None:
            self._bench.publish(change)
            then()

        self._bench.tasks.run(work, done, owner=self)

    def discard(self, month: str, one: BuildingProgress, count: int, then: Then) -> None:
        """Throw a draft away, after a question."""
        if not self._bench.notices.ask(
            f"丢弃这 {count} 张表？",
            f"{one.building.title}已录而没有交批的 {count} 张表和表头会被丢弃，不能找回。",
            "丢弃",
            danger=True,
        ):
            return
        office, ident = self._bench.office, one.building.id

        def work(progress: Progress) -> Change:
            del progress
            return office.evaluation.discard_draft(month, ident)

        def done(change: Change) -> None:
            self._bench.publish(change)
            then()

        self._bench.tasks.run(work, done, owner=self)

    def _again(self, month: str, building_id: int) -> None:
        office = self._bench.office

        def work(progress: Progress) -> Change:
            del progress
            return office.evaluation.commit_draft(month, building_id)

        self._bench.tasks.run(work, self._bench.publish, owner=self)
