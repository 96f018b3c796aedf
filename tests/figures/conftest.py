"""The browser, for the tests that look at figures in one."""

from tests.browser import browser

__all__ = ["browser"]
