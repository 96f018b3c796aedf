"""The folio layout: our own directory store, for teams without a tracker (docs/folio.md)."""
