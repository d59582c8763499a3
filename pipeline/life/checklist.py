"""What people still have to do when an act is recorded: in order, each with its clause and who does it.

Source: 长治市政府网站管理办法第七条、第八条.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.lifecycle import IDENTIFIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.life.occasion import Occasion

_SPONSOR, _CITY, _PROVINCE, _PLATFORM = "主办单位", "市政府办公室", "省政府办公厅", "平台管理部门"
_REPORTING = "全国政府网站信息报送系统"


#: What is to be done, under which clause, by whom.
Todo = tuple[str, str, str]


def todo(occasion: Occasion) -> tuple[str, ...]:
    """Return what is left to people after an act was recorded, numbered."""
    rest = _LISTS[occasion.act.act](occasion)
    return tuple(f"{number}. {what}（{clause}，{who}）" for number, (what, clause, who) in enumerate(rest, 1))


def _command(occasion: Occasion, name: str, *options: str) -> str:
    """A command for the site, as a person types it."""
    return " ".join((f"invoke site.{name} --site {occasion.site.id}", *options))


def _open(occasion: Occasion) -> Iterator[Todo]:
    settings, second, fourth = occasion.site.settings, "办法第七条第二项", "办法第七条第四项"
    yield "在“网上名称注册管理系统”申请中文域名，经同级机构编制部门审核，取得党政机关网站标识", second, _SPONSOR
    if settings.kind == "portal":
        yield f"向中国互联网络信息中心或者它授权的机构申请英文域名{settings.domain}", second, _SPONSOR
    else:
        yield f"向市政府办公室申请二级英文域名{settings.domain}", second, _SPONSOR
    yield "向当地电信主管部门申请ICP备案，向公安机关备案", "办法第七条第三项", _SPONSOR
    yield f"通过“{_REPORTING}”提交网站基本信息，逐级审核，取得网站标识码", fourth, _SPONSOR
    yield "请检测机构做安全检测，整改到通过", fourth, _SPONSOR
    numbers = "、".join((*IDENTIFIERS, "电话"))
    yield (
        f"把{numbers}填进{occasion.site.id}/site.toml，备好栏目内容，invoke check没有要改的地方",
        "办法第七条",
        _SPONSOR,
    )
    yield from _opening_elsewhere(occasion)
    online = _command(occasion, "online", '--test "检测日期 报告编号 通过"')
    yield f"都办好以后上线：{online}", fourth, _PLATFORM


def _opening_elsewhere(occasion: Occasion) -> Iterator[Todo]:
    """Who publishes the opening notice where it is not ours to publish; who looks at ours."""
    if occasion.tops_the_platform:
        yield f"请{_superior(occasion)}发布开通公告", "办法第七条第四项", _SPONSOR
    else:
        yield f"核对开通公告的草稿{'、'.join(occasion.act.notices)}，上线时自动发布", "办法第七条第四项", _SPONSOR


def _superior(occasion: Occasion) -> str:
    return "省政府门户网站" if occasion.site.settings.level == "city" else "市政府门户网站"


def _online(occasion: Occasion) -> Iterator[Todo]:
    if not occasion.opens:
        yield "invoke publish发布，核对网站恢复访问、下线公告已经撤下", "办法第八条第二项", _PLATFORM
        yield "向市政府办公室报告网站已经恢复", "办法第八条第二项", _SPONSOR
        return
    yield "invoke publish发布，核对网站能访问、各页底部的标识和编号都对", "办法第七条第四项", _PLATFORM
    if occasion.tops_the_platform:
        yield f"请{_superior(occasion)}发布开通公告", "办法第七条第四项", _SPONSOR
    else:
        yield "核对市政府门户网站上的开通公告已经出现", "办法第七条第四项", _SPONSOR
    yield f"在“{_REPORTING}”核对网站的基本信息", "办法第七条第四项", _SPONSOR


def _offline(occasion: Occasion) -> Iterator[Todo]:
    act, clause = occasion.act, "办法第八条第二项"
    yield "马上invoke publish，核对本网站和门户网站的公告已经出现", clause, _PLATFORM
    yield f"{act.effective}零点以后再invoke publish，网站停下，只显示公告", clause, _PLATFORM
    yield "告知接电话、接来信的人员，按公告的渠道答复群众", clause, _SPONSOR
    yield f"最迟{act.ends}恢复，恢复时：{_command(occasion, 'online')}", clause, _PLATFORM


def _emergency(occasion: Occasion) -> Iterator[Todo]:
    act, clause = occasion.act, "办法第八条第二项"
    yield "今天起的，看下面每台主机都已切换到公告；有连不上的，见docs/operators/emergency.md", clause, _PLATFORM
    yield "记录和公告提交、送审以后马上invoke publish，以前不要从别处发布：网站会又打开", clause, _PLATFORM
    yield "逐级审核书面申请，报省政府办公厅", clause, _CITY
    yield "向国务院办公厅报备", clause, _PROVINCE
    yield "是网络安全事件的，启动应急预案，报告网信、公安部门", "办法第十九条", _SPONSOR
    yield f"最迟{act.ends}恢复，恢复时：{_command(occasion, 'online')}", clause, _PLATFORM
    yield f"到期不能恢复的，按临时下线申请，计入当年次数：{_command(occasion, 'offline')}", clause, _SPONSOR


def _migrate(occasion: Occasion) -> Iterator[Todo]:
    act, clause = occasion.act, "办法第八条第三项"
    yield f"{act.effective}零点以后invoke publish，核对首页、栏目和门户网站的迁移公告已经出现", clause, _PLATFORM
    yield "搬迁以前不再发布新文件；要改已有的文件，原件和归档的副本一起改", clause, _SPONSOR
    yield f"向发放的部门申请注销{'、'.join(IDENTIFIERS)}和英文域名，留好回执", clause, _SPONSOR
    yield f"通过“{_REPORTING}”向国务院办公厅报告网站变更状态", clause, _SPONSOR
    yield f"{act.ends}零点以后再invoke publish，核对迁移后的内容、归档标注和跳转", "办法第八条第三项、第四项", _PLATFORM
    yield f"搬完以后关停：{_command(occasion, 'close')}", clause, _PLATFORM


def _close(occasion: Occasion) -> Iterator[Todo]:
    act, clause = occasion.act, "办法第八条第三项"
    yield f"{act.effective}以后invoke publish，核对门户网站的公告已经出现", clause, _PLATFORM
    yield f"核对域名、备案、党政机关网站标识都已注销，“{_REPORTING}”里的状态已经变更", clause, _SPONSOR
    yield f"公告保留到{act.ends}，到期自动撤下，不要提前删去", clause, _PLATFORM
    yield f"{occasion.site.id}这个文件夹留着，网站的记录和归档的网页在里面", "办法第八条第四项", _PLATFORM


def _change(occasion: Occasion) -> Iterator[Todo]:
    clause, where = "办法第八条第五项", f"{occasion.site.id}/site.toml"
    yield f"核对{where}里的信息已经是变更以后的，invoke publish发布", clause, _SPONSOR
    yield f"在“{_REPORTING}”更新网站信息", clause, _SPONSOR
    if occasion.act.old_domain:
        domain = occasion.site.settings.domain
        yield f"申请{domain}，变更ICP备案、公安备案和党政机关网站标识，把新编号填进{where}", clause, _SPONSOR
        yield f"把{domain}指到各主机；{occasion.act.old_domain}还要解析到公告撤下为止", clause, _PLATFORM


_LISTS: dict[str, Callable[[Occasion], Iterator[Todo]]] = {
    "open": _open,
    "online": _online,
    "offline": _offline,
    "emergency": _emergency,
    "migrate": _migrate,
    "close": _close,
    "change": _change,
}
