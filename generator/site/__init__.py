"""Pages become a site: page shells, search, the MkDocs call, publishing."""

from generator.site.build import SiteReport, SiteSettings, build_site

__all__ = ["SiteReport", "SiteSettings", "build_site"]
