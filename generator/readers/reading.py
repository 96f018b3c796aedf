"""One pass of a reader over a store: what it asks for, and what went wrong on the way."""

from collections.abc import Callable

from generator.catalog import Problem, Severity
from generator.errors import ModelfolioError, StoreError
from generator.provenance import Source
from generator.provenance.document import Document, FieldError
from generator.readers.folder import Folder
from generator.readers.json_documents import json_document
from generator.readers.store import Store
from generator.readers.text import TextFault, decode
from generator.readers.yaml_documents import yaml_document


class Reading:
    """A store together with the problems met in it.

    Every method that reads takes what the pages lose when that fails, in words: it reports the problem and gives None,
    so that the caller leaves out that one record or field and goes on.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.problems: list[Problem] = []

    def folder(self, path: str, cost: str, severity: Severity = Severity.WARNING) -> Folder | None:
        """What a folder holds."""
        try:
            return self.store.folder(path)
        except StoreError as error:
            self.report_error(error, self.store.source(path), cost, severity)
            return None

    def report_odd_entries(self, folder: Folder, cost: str) -> None:
        """Report the links and special files in a folder whose folders are read, unless they are links to files."""
        for name in (*folder.links, *folder.others):
            path = f"{folder.path}/{name}" if folder.path else name
            try:
                self.store.size(path)
            except StoreError as error:
                self.report_error(error, self.store.source(path), cost)

    def text(
        self, path: str, cost: str, subject: str = "", read: tuple[bytes, Source] | None = None
    ) -> tuple[str, Source] | None:
        """The text of a file; one with a fault in it is given all the same when it is the file's own.

        Args:
            path: in the store.
            cost: may hold ``{}`` for the subject, which is put in only when it is needed.
            subject: a name from the store.
            read: what :meth:`Store.read` gives of it, when it was read before.
        """
        try:
            data, source = read or self.store.read(path)
        except StoreError as error:
            self.report_error(error, self.store.source(path), cost.replace("{}", ascii(subject)))
            return None
        text, faults = decode(data)
        if not faults:
            return text, source
        for fault in faults:
            lost = cost.replace("{}", ascii(subject)) if fault.absent else "the text is shown as it is"
            self._report_text(fault, source, lost, Severity.WARNING)
        return None if any(fault.absent for fault in faults) else (text, source)

    def document(
        self,
        path: str,
        cost: str,
        severity: Severity = Severity.ERROR,
        read: tuple[bytes, Source] | None = None,
    ) -> Document | None:
        """The mapping that a YAML file holds; None when any fault of it may have changed what it says.

        Args:
            path: in the store.
            cost: what the pages lose without it.
            severity: of what is wrong with it.
            read: what :meth:`Store.read` gives of it, when it was read before.
        """
        return self._document(path, cost, severity, yaml_document, read)

    def json_document(self, path: str, cost: str, severity: Severity = Severity.ERROR) -> Document | None:
        """The mapping that a JSON file holds; None when any fault of it may have changed what it says."""
        return self._document(path, cost, severity, json_document)

    def _document(
        self,
        path: str,
        cost: str,
        severity: Severity,
        parse: Callable[[str, Source], Document],
        read: tuple[bytes, Source] | None = None,
    ) -> Document | None:
        try:
            data, source = read or self.store.read(path)
            text, faults = decode(data)
            for fault in faults:
                self._report_text(fault, source, cost, severity)
            if not all(fault.harmless for fault in faults):
                return None
            return parse(text, source)
        except FieldError as error:
            self.report_error(error, error.source, cost, severity)
        except StoreError as error:
            self.report_error(error, self.store.source(path), cost, severity)
        return None

    def report_faults(self, document: Document, cost: str = "the field is shown as missing") -> None:
        """Report what was wrong with the fields of a document, and forget it."""
        for fault in document.faults:
            self.report_error(fault, fault.source, cost)
        document.faults.clear()

    def report_error(
        self, error: ModelfolioError, source: Source, cost: str, severity: Severity = Severity.WARNING
    ) -> None:
        """Report an error that was survived."""
        self.report(error.slug, severity, source, error.message, cost, error.hint)

    def report(
        self, slug: str, severity: Severity, source: Source, message: str, cost: str, remedy: str = ""
    ) -> None:
        """Report a problem."""
        problem = Problem(
            slug=slug, severity=severity, source=source, message=message, cost=cost, remedy=remedy
        )
        self.problems.append(problem)

    def _report_text(self, fault: TextFault, source: Source, cost: str, severity: Severity) -> None:
        place = source.line(fault.line) if fault.line else source
        if fault.harmless:
            severity, cost = Severity.NOTE, "nothing is lost"
        self.report(fault.slug, severity, place, fault.message, cost, fault.remedy)
