"""DVC and DVCLive: pipelines, stages, params, metrics and the digests of data."""
