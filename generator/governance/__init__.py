"""Controls over the records, held to the policy: an :class:`~generator.governance.assessment.Assessment`."""
