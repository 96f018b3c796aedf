"""Modelfolio: a model registry, frozen into a site that an auditor can read."""

__version__ = "0.1.0"
