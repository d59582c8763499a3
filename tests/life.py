"""Records of sites' lives, for tests."""

from __future__ import annotations

from model.lifecycle import IDENTIFIERS

_APPROVALS = "approvals = [{}]".format(
    ", ".join(
        f'{{ level = "{level}", date = "2020-01-01", number = "某函〔2020〕1号" }}'
        for level in ("主要负责人", "市政府办公室", "省政府办公厅")
    )
)
_FILINGS = "filings = [{}]".format(
    ", ".join(f'{{ kind = "{kind}", number = "1", date = "2020-01-02" }}' for kind in (*IDENTIFIERS, "英文域名"))
)
_ASKED = 'applicant = "云川市教育局"\napplication = "云教〔2020〕1号"'


def act(name: str, date: str, *lines: str) -> str:
    """Return one act with these lines."""
    return "\n".join(["[[acts]]", f'act = "{name}"', f'date = "{date}"', *lines, ""])


def opened(date: str = "2020-01-01") -> str:
    return act("open", date, _ASKED, _APPROVALS)


def online(date: str = "2020-02-01") -> str:
    test = 'security_test = { date = "2020-01-20", number = "检2020-1", result = "通过" }'
    return act("online", date, _FILINGS, test)


#: A site that has been online for years.
ONLINE = opened() + online()


def offline(begins: str, ends: str, *more: str, date: str = "", name: str = "offline") -> str:
    term = (f'begins = "{begins}"', f'ends = "{ends}"')
    said = ('reason = "机房搬迁"', 'contact = "请到市政务服务中心办理，电话0355-0123001"')
    return act(name, date or begins, _ASKED, _APPROVALS, *term, *said, *more)


def migrate(begins: str, ends: str, *more: str, target: str = "portal") -> str:
    term = (f'begins = "{begins}"', f'ends = "{ends}"', f'target = "{target}"', 'reason = "机构改革"')
    return act("migrate", begins, _ASKED, _APPROVALS, *term, *more)


def close(date: str, ends: str, *more: str) -> str:
    return act("close", date, _ASKED, _APPROVALS, _FILINGS, f'ends = "{ends}"', *more)
