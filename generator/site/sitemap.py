"""``sitemap.xml`` (sitemaps.org, protocol 0.9), the same bytes for the same snapshot."""

import gzip
import html
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urljoin

from generator.pages.view import SiteFile


def sitemap_files(site_url: str, urls: Iterable[str], as_of: datetime) -> tuple[SiteFile, ...]:
    """The sitemap, plain and compressed; nothing for a site that does not know its address.

    Args:
        site_url: address of the site's root; empty when unknown.
        urls: of the pages, relative to the root.
        as_of: instant of the snapshot: when every page was last changed, as far as the site can tell.
    """
    if not site_url:
        return ()
    root = site_url if site_url.endswith("/") else site_url + "/"
    changed = as_of.astimezone(UTC).strftime("%Y-%m-%d")
    entries = "".join(
        f"<url><loc>{html.escape(urljoin(root, url))}</loc><lastmod>{changed}</lastmod></url>\n"
        for url in urls
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    ).encode()
    packed = io.BytesIO()
    with gzip.GzipFile(
        filename="", fileobj=packed, mode="wb", mtime=max(0, int(as_of.timestamp()))
    ) as stream:
        stream.write(content)
    return SiteFile("sitemap.xml", content), SiteFile("sitemap.xml.gz", packed.getvalue())
