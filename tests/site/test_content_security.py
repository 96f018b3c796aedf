from generator.site.content_security import policy, with_policy

EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""Of no bytes at all, as in the specification's own example."""


def test_the_inline_scripts_of_the_frame_are_listed_once_each() -> None:
    made = policy(
        '<script></script><script src="a.js"></script><script></script><script type="application/json">{}</script>'
    )
    assert f"script-src 'self' {EMPTY};" in made


def test_a_frame_without_inline_scripts_admits_files_of_the_site_alone() -> None:
    assert "script-src 'self';" in policy("<p>")
    for wall in (
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "default-src 'self'",
    ):
        assert wall in policy("")


def test_the_policy_stands_before_everything_it_governs_and_once() -> None:
    html = '<head>\n<meta charset="utf-8">\n<script>1</script></head><p><meta charset="x">'
    made = with_policy(html, "default-src 'self'")
    assert made.index("Content-Security-Policy") < made.index("<script>")
    assert made.count("Content-Security-Policy") == 1
