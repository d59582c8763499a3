"""Which policies bind the public and so must be interpreted, as far as a title and a number tell. In doubt, a policy need not be.

Source: 长治市政府网站管理办法第十一条; 辽政办〔2022〕43号第一条 (规章、行政规范性文件、涉及群众切身利益的政策).
"""

from __future__ import annotations

import re

from model.patterns import pattern

_ENDING = r"(?:[（(](?:试行|暂行|修订|修订版|修正|修订稿|[0-9]{4}年?(?:版|修订|修正|修订版)?)[）)])?"
_BINDING = pattern(
    rf"(?:办法|规定|细则|若干措施|政策措施|扶持措施|奖励措施|扶持政策|优惠政策|奖补政策|实施意见|若干意见|若干政策|补贴标准|补助标准|收费标准|救助标准){_ENDING}$"
)
_AMENDMENT = pattern(r"关于(?:修改|修订|修正).*(?:办法|规定|细则).*的(?:决定|通知)$")
_PROHIBITION = pattern(r"(?:禁止|限制|禁限|禁放|禁行|禁养|禁渔|禁牧|限行).*的(?:通告|公告|规定|决定)$")
_ISSUED = pattern(
    r"(?:印发|公布|发布|下发|颁布)(?:了)?[《“〈]?(.+?)[》”〉]?(?:[（(][^）)]*[）)])?(?:的通知|的决定|的公告|的通告)?$"
)
_STANDARD = pattern(
    r"关于(?:调整|提高|确定|明确).{0,40}(?:生活保障|低保|特困|救助|补助|补贴|津贴|抚恤|最低工资|收费|票价|水价|气价|热价|公积金|医疗保险|养老保险|补偿).{0,12}(?:标准|比例|待遇|限额|额度|价格)的(?:通知|公告|通告|决定)$"
)
_ORDER = pattern("令第[0-9]+号$")
_MARKED = pattern("规(?:字)?〔")
_NOT_BINDING = pattern(
    "^中共|改革的(?:实施|若干|指导)意见|^[^《]*(?:转发|批转|批复|任免|任命|免职|表彰|表扬|通报|废止|失效|清理结果|征求意见|分工|成立|调整.{0,20}(?:小组|委员会|指挥部))"
)
_INTERNAL = pattern(
    "工作规则|议事|会议|值班|公文|印章|档案|保密|督查|督办|考核|考评|考察|评比|表彰|绩效|目标责任|责任制|问责|责任追究|述职|干部|任免|公务员"
    "|机关事务|机关运行|机关工作|内部|内控|领导小组|联席会|信息报送|政务信息|信息公开|政务公开|公务用车|公务接待|差旅|法律顾问"
    "|规范性文件|合法性审[查核]|重大行政决策|依法行政|工作制度|议案|提案|行政机关|预算管理|法治审核|信息发布协调|公文格式|应急值守|学校?内"
)


def must_be_interpreted(title: str, number: str) -> bool:
    """Say whether a policy with this title and document number (发文字号) surely is one that must be interpreted."""
    name = title.strip()
    if _NOT_BINDING.search(name):
        return False
    if _ORDER.search(number) or _MARKED.search(number):
        return True
    issued = _ISSUED.search(name)
    subject = issued[1] if issued else re.sub("的(?:通知|决定|公告|通告)$", "", name)
    subject = subject.rstrip("》”〉")
    if _INTERNAL.search(subject):
        return False
    return bool(
        _BINDING.search(subject) or _AMENDMENT.search(name) or _PROHIBITION.search(name) or _STANDARD.search(name)
    )
