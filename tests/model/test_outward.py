"""Which addresses lead out of the government's sites, whatever they are disguised as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.faults import Unreadable
from model.identifiers import Domain, HostName
from model.outward import leads_out, sent
from model.site import SiteSettings

OUT = [
    "https://www.example.com/",
    "http://example.org",
    "https://gov.cn.example.com/",
    "https://www.notgov.cn/",
    "https://example.com/?www.gov.cn",
    "https://example.com/#gov.cn",
    "https://example.com\\.gov.cn/",
    "https://example.com\\@www.gov.cn/",
    "https://example.com%2f.gov.cn/",
    "https://example.com%5c.gov.cn/",
    "https://[::1]/",
    "https://10.0.0.1/",
    "https://gov.cn.政务.example.com/",
    "https://.gov.cn.example.com/",
    "https://www.gоv.cn/",  # the second letter is Cyrillic
]
KNOWN = [
    "https://www.gov.cn/zhengce/2026-01/01/content_1.htm",
    "HTTP://WWW.GOV.CN/",
    "https://gov.cn",
    "https://www.gov.cn./",
    "https://www.gov.cn:8443/a",
    "https://jyj.yunchuan.gov.cn/",
    "https://云川市人民政府.政务/",
    "https://xn--fiq228c.xn--zfr164b/",
    "https://www。gov。cn/",
    "https://ｗｗｗ.gov.cn/",
    "https://bszs.conac.cn/sitename?method=show&id=0",
    "https://beian.miit.gov.cn/",
]


@pytest.mark.parametrize("address", OUT)
def test_what_is_not_the_governments_leads_out(address: str) -> None:
    assert leads_out(address)


@pytest.mark.parametrize("address", KNOWN)
def test_what_is_the_governments_does_not(address: str) -> None:
    assert not leads_out(address)


def test_an_allowed_host_stands_for_all_below_it_and_for_no_other() -> None:
    allowed = (HostName.parse("example.com"), HostName.parse("云川公交.中国"))

    for address in ("https://example.com/a", "https://www.example.com/", "https://cx.云川公交.中国/"):
        assert not leads_out(address, allowed)
    for address in ("https://notexample.com/", "https://example.com.cn/", "https://公交.中国/"):
        assert leads_out(address, allowed)


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    for address in (text, f"https://{text}", f"https://{text}.gov.cn/", f"https://gov.cn{text}"):
        assert leads_out(address) in (True, False)


@given(st.from_regex(r"[a-z0-9_-]{1,20}(\.[a-z0-9_-]{1,20}){0,3}", fullmatch=True))
def test_a_name_in_the_form_that_is_sent_stays_as_it_is(name: str) -> None:
    assert sent(name) == sent(name.upper()) == name


def test_a_host_is_written_in_ascii_or_in_chinese() -> None:
    assert HostName.parse("Example.COM") == "example.com"
    assert HostName.parse("云川公交.中国") == HostName.parse("xn--9kqrb94l8vt.xn--fiqs8s")


@pytest.mark.parametrize(
    "text",
    [
        *("https://example.com", "example.com/a", "example.com:80", ".example.com", "*.example.com", "a@example.com"),
        *("com", "com.cn", "co.uk", "10.0.0.1", "a b.com", "example..com", "", "-", "例子", "a\\.com"),
    ],
)
def test_what_is_no_host_of_somebody_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        HostName.parse(text)

    assert caught.value.code == "DOMAIN"


def test_every_domain_that_a_site_may_have_is_known() -> None:
    settings = SiteSettings(name="市", kind="portal", domain=Domain.parse("www.yunchuan.gov.cn"))

    assert not leads_out(f"https://{settings.domain}/")
