"""URLs of stores: what they are called, and that no secret in them is ever shown."""

import pytest

from generator.readers.store_url import StoreUrl


@pytest.mark.parametrize(
    "text",
    ["mlruns", "./mlruns", "/srv/mlruns", "C:\\mlruns", "C:/mlruns", "c://mlruns", "s3:/x", "", "://x"],
)
def test_a_path_is_no_url(text):
    assert StoreUrl.of(text) is None


@pytest.mark.parametrize(
    ("text", "scheme", "name", "shown"),
    [
        ("s3://bucket/team/mlruns", "s3", "mlruns", "s3://bucket/team/mlruns"),
        ("s3://bucket/team/mlruns/", "s3", "mlruns", "s3://bucket/team/mlruns/"),
        ("S3://bucket", "s3", "bucket", "s3://bucket"),
        ("gs://bucket/x?token=s3cr3t", "gs", "x", "gs://bucket/x"),
        ("sftp://ada:s3cr3t@host/x#s3cr3t", "sftp", "x", "sftp://host/x"),
        ("https://s3cr3t@host/", "https", "host", "https://host/"),
        (
            "abfs://runs@account.dfs.core.windows.net",
            "abfs",
            "runs",
            "abfs://runs@account.dfs.core.windows.net",
        ),
        ("abfs://ada:s3cr3t@account/x", "abfs", "x", "abfs://account/x"),
        ("memory://", "memory", "memory", "memory://"),
    ],
)
def test_a_url_is_shown_without_what_may_be_secret(text, scheme, name, shown):
    url = StoreUrl.of(text)
    assert url is not None
    assert (url.scheme, url.name, str(url)) == (scheme, name, shown)
    assert "s3cr3t" not in repr(url) + str(url) + url.name


def test_the_secrets_of_a_url_are_known_so_that_they_can_be_struck_out():
    secrets = StoreUrl("sftp://ada:s3cr3t@host/x?sig=abc&se=2026").secrets
    assert {"s3cr3t", "ada:s3cr3t", "abc", "2026", "sig=abc&se=2026"} <= set(secrets)
    assert {"a%2Fb", "a/b"} <= set(StoreUrl("https://host/x?sig=a%2Fb").secrets)
    assert StoreUrl("abfs://runs@account/x").secrets == ()
    assert StoreUrl("s3://bucket/x").secrets == ()
