"""Which of the exports in a folder of monitoring is read by whom."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.readers.monitoring.alertmanager import read_alertmanager
from generator.readers.monitoring.drift_table import read_drift_table
from generator.readers.monitoring.evidently import read_evidently
from generator.readers.monitoring.exports import Export, Exported, ReadExport
from generator.readers.monitoring.prometheus import read_prometheus
from generator.readers.reading import Reading

_READERS: Mapping[str, ReadExport] = MappingProxyType(
    {
        "alertmanager": read_alertmanager,
        "drift": read_drift_table,
        "evidently": read_evidently,
        "prometheus": read_prometheus,
    }
)


def read_exports(reading: Reading, exports: Iterable[Export]) -> Exported:
    """Everything that exports hold, in their order.

    Args:
        reading: for the store, and where the problems go.
        exports: as :func:`~generator.readers.monitoring.exports.exports_in` finds them.
    """
    found = Exported()
    for export in exports:
        _READERS[export.tool](reading, export, found)
    return found
