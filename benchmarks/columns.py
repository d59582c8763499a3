"""The site that every generator builds: its facts and its twenty columns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

#: The column of the policies, a twentieth of all documents.
POLICIES = "zcwj"
#: Documents on a list page, in a feed; newest items of each column on the home page.
LISTED, FED, NEWEST = 20, 20, 8

SITE = {
    "name": "云川市人民政府",
    "domain": "www.yunchuan.gov.cn",
    "code": "1404000001",
    "sponsor": "云川市人民政府办公室",
    "operator": "云川市政务信息中心",
    "address": "云川市临水区市府路1号",
    "phone": "0355-0120001",
    "email": "wangzhan@yunchuan.gov.cn",
    "icp": "晋ICP备05000001号-1",
    "police": "晋公网安备14040002000001号",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its folder, its Chinese name, its ColumnType, and the kind of document in it."""

    path: str
    name: str
    type: str
    kind: str

    @property
    def description(self) -> str:
        """ColumnDescription."""
        return f"发布云川市{self.name}方面的信息。"


COLUMNS = (
    Column("yaowen", "政务要闻", "工作动态", "news"),
    Column("bumen", "部门动态", "工作动态", "news"),
    Column("xianqu", "县区动态", "工作动态", "news"),
    Column("xiangzhen", "乡镇动态", "工作动态", "news"),
    Column("tzgg", "通知公告", "信息公开目录", "notice"),
    Column(POLICIES, "政策文件", "政策文件", "policy"),
    Column("gongshi", "公示", "信息公开目录", "notice"),
    Column("guihua", "规划计划", "信息公开目录", "notice"),
    Column("caizheng", "财政信息", "信息公开目录", "notice"),
    Column("tongji", "统计信息", "数据发布", "notice"),
    Column("zdxm", "重大项目", "信息公开目录", "notice"),
    Column("zfcg", "政府采购", "信息公开目录", "notice"),
    Column("renshi", "人事信息", "信息公开目录", "notice"),
    Column("yingji", "应急管理", "信息公开目录", "notice"),
    Column("huanjing", "生态环境", "信息公开目录", "notice"),
    Column("jiaoyu", "教育信息", "信息公开目录", "notice"),
    Column("yiliao", "医疗卫生", "信息公开目录", "notice"),
    Column("shebao", "社会保障", "信息公开目录", "notice"),
    Column("nongye", "农业农村", "信息公开目录", "notice"),
    Column("jianguan", "市场监管", "信息公开目录", "notice"),
)


def site_facts() -> dict[str, Any]:
    """Return what templates show of the site and its columns, as plain data for a generator's settings."""
    columns = [asdict(column) | {"description": column.description} for column in COLUMNS]
    return {**SITE, "columns": columns}
