"""Whose a number is. A unit's telephone is meant to be called, a private person's is not to be read by everybody.

The decision, and its reasons:

- **Identity numbers, passports and personal bank cards** are found wherever they stand: nothing asks for them in public.
- **A mobile number in a running text** is a finding only where the words before it name a private person in a proceeding or a
  plight (当事人张某, 村民李某, 家住…) and nobody is asked to call. Notices of tenders, recruitment, lost property and services give the mobile number of
  whoever answers as a matter of course (“联系人：张先生，电话：139…”), and the law of tenders even asks for it; neither error nor hint.
- **In a letter's text** (来信内容) any is a finding: the citizen did not write it for the public. In the answer to it only what is
  called the citizen's (您的电话…, 王女士（…）): offices say there whom to call, often without a word of calling.
- **In a table** the head decides. A column of persons (姓名, 户主, 患者…) beside one of telephones is a list of persons; where the head
  speaks of a unit or an office (企业名称, 职务, 责任人, 河长, 网格员, 值班…) the number is published for the duty. So it is where the title
  does (值班表, 通讯录). Where there are columns that no list of duties has (身份证号, 家庭住址, 银行卡号, 残疾类别), it is a list of persons.
- **Fixed telephones** are offices' unless the label says 家庭电话, or they stand in a list of persons with such columns.
- **Accounts**: beside 户名, 开户单位, 对公, 专户, 保证金, 缴款, 捐赠 … an account is a unit's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from model.patterns import pattern
from pipeline.rules.personal.names import SURNAMES

#: What the column of the names of persons is called: any 姓名 that is not that of people in an office or of honour.
_NAMES = pattern(
    r"^(?!.*(?:法定|法人|代表|负责|责任|联系|经办|经理|专家|教练|裁判|干部|领导|书记|主任|评委|股东|传承|烈士|英雄|作者|成员单位|店主|(?<![学人])员姓名|师姓名|(?<!家)长姓名))"
    r"[\u4e00-\u9fff]{0,10}姓名$|"
    r"^(?:户主|名字|共?同?申请人|(?:失信)?(?:被执行人|当事人)|被处罚人|违法行为人|患者|考生|学生|学员|残疾人|监护人|被征收[人户]|被拆迁[人户]|权利人|产权人|承租人|购房人|"
    r"(?:被征地|投保|参保|受灾|种粮|承包|补贴)?农户|受灾户|搬迁户|[贫脱]困?户|低保户|贫困户|领取人|受益人|低保对象|救助对象|补贴对象|补助对象|保障对象|奖励对象|扶助对象|优抚对象|配租对象|"
    r"享受人|发放对象|参保人|投保人|被保险人|被救助人|持证人|借款人|购机者|受助学生|受助人|捐[款赠]人|选民|中签人|配租人|承包方|缴存人|特困人员|供养人员|收养人|被收养人|继承人|被继承人)$"
)
_UNITS = pattern(
    r"企业|公司|机构|法定代表|法人|负责人|联系人|责任|职务|职责|职称|河长|湖长|林长|路长|田长|街长|网格|值班|科室|处室|部门|包保|包联|驻村|帮扶(?!金额|资金|措施|情况|标准)|挂点|挂钩|"
    r"服务|服务站|卫生[室院]|站点|店名|店铺|门店|商户|字号|经营|合作社|农场|医院|律师|执业|导游|资格|志愿|评委|专家|辅导|党支部|代表|委员|联络|经办|窗口|岗亭|警务|民警|"
    r"单位名称|主体名称|项目名称|学校名称|机动车|维修|巡查|管护|护林|管理员|技术员|指导员|调解员|协管|客户经理|传承|教练|^单位$|^学校$|^(?:办公|咨询|监督|值班)电话"
)
_IN_CHARGE = pattern(
    r"责任人|帮扶(?!金额|资金|措施|情况|标准|方式|项目)|包[保联村]|干部|联系人|负责人|网格|经办|辅导员|班主任|村医|家庭医生|社工|专员|联络"
)
#: What a table, or the text before it, is called where the people in it are there to be called.
_DUTY = pattern(
    r"责任人|责任制|值班|寻人|寻亲|寻找|走失|认领|招领|河长|湖长|林长|路长|网格|联络|联系人|通讯录|联系(?:方式|电话)(?:一览|公示|名单)?表?(?:\s|：|$)|工作人员|干部|领导|专家|评委|监督员|观察员|志愿|负责人|"
    r"服务(?:电话|热线|人员|队|站)|咨询(?:电话|热线)?(?:一览)?表|导游|律师|医生|医师|调解|包保|驻村|包村|指挥部|工作组|工作者|安全员|楼[栋门]长|专班|名录|民警|人大代表|政协委员|经纪|从业|滞销|农产品|供求|求购|待售|出售|采购|"
    r"(?:企业|机构|公司|单位)(?:名单|一览|信息)"
)
_PERSON = pattern(r"[\u4e00-\u9fff*＊×某○]{2,4}|[\u4e00-\u9fff]{1,10}[·•.][\u4e00-\u9fff·•.]{1,12}")
_UNIT_NAME = pattern(r"(?:公司|[厂店局院所站社校园部馆会]|中心|小学|中学|大学)$")
#: Before a number in running text: a private person in a proceeding, or somebody named, or where somebody lives.
_PRIVATE = pattern(
    r"(?:当事人|被处罚人|违法行为人|申请人|被申请人|户主|来信人|来电人|诉求人|求助人|投诉人|举报人|反映人|信访人|权利人|产权人|被征收人|被执行人|中奖人|获奖者|监护人|死者|伤者|受害人|"
    r"孕妇|产妇|(?:低保|脱贫|贫困|监测|搬迁)户|特困(?:供养)?人员|中签人|承租人|购房人|受助人|受助学生|借款人|担保人|债务人|欠款人|原告|被告人?|被害人|"
    r"受伤职工|捡拾人|领取人|受益人)"
    rf"(?:姓名)?(?:[：:]\s*[\u4e00-\u9fff某*＊×]{{2,4}}|[{SURNAMES}][\u4e00-\u9fff某*＊×]{{1,2}})(?![\u4e00-\u9fff])|"
    rf"(?:村民|居民|患者|病人|学生|家长|家属|职工|农户|业主|网民|市民)[{SURNAMES}][\u4e00-\u9fff某*＊×]{{1,2}}(?=[（(，,：: ])|"
    rf"(?:^|[\s、，,；;：:.．])[{SURNAMES}][\u4e00-\u9fff某*＊×]{{1,2}}[，,、]\s*[男女](?=[，,、；;])|姓名[：:]\s*[{SURNAMES}][\u4e00-\u9fff某*＊×]{{1,2}}[，,；;\s]+性别|"
    r"身[份分]证号?码?[：:为是]?\s*[\d*＊\\]{6}|家庭住址|现住址|户籍(?:地址|所在地|地)|家住|个人电话|私人电话|本人(?:手机|电话)"
)
#: Between that and the number: somebody who answers for a unit, or who is asked to call.
_ANSWERS = pattern(
    r"联系人|经办|咨询|监督|举报电话|投诉电话|热线|负责人|工作人员|受理|拨打|致电|代理|招标|采购|服务|客服|值班|报名|预约|办公|窗口|我局|我委|中心|微信|"
    r"请|可|与|向|委员会|公司|事务所|法院|检察院|局|处|科|站|村委|居委|干部|主任|书记|民警|网格员|经理|队长"
)
#: Right before a number in an answer: the citizen's own, or that of a lady or a gentleman.
_TELEPHONE = r"(?:的|本人|预留的?|留下的?)?(?:联系|来电|手机|预留)*(?:电话|手机|号码|方式)*[（(：:为是“]*$"
_CITIZENS = pattern(
    rf"(?:您|你|诉求人|来电人|来信人|反映人|市民|网民|当事人){_TELEPHONE}|(?<![打系])我(?:家|本人)?的?(?:联系)?(?:电话|手机)号?码?(?:是|为)?[：:]?$"
)
_SOMEBODYS = pattern(rf"[\u4e00-\u9fff](?:先生|女士|同志){_TELEPHONE}")
#: The very beginning of an answer: who is answered, with his number.
_ADDRESSED = pattern(
    r"[\s*#>]*(?:尊敬的)?[\u4e00-\u9fff某×*＊\\]{1,5}(?:先生|女士|同志)[（(](?:联系)?(?:电话|手机)?号?码?[：:]?"
)
_CITIZENS_MAILBOX = pattern(
    r"(?:您|你|我)(?:所?(?:提供|预留|留下?))?的?(?:个人)?(?:电子)?(?:邮箱|邮件)(?:地址)?(?:是|为)?[（(：:]?$"
)
#: Before a private person: that he is to be called. People look for the lost, and sell what they grew.
_ASKED = pattern(
    r"(?:请|可|直接|及时|尽快|速)[^，。；]{0,6}(?:联系|联络|致电|拨打|告知|通知|咨询|预订)[^，。；]{0,6}$|(?:联系|致电|拨打)[^，。；]{0,4}$"
)
#: The same words, where it is told that an office has called him.
_WAS_CALLED = pattern(
    r"(?:工作人员|民警|执法人员|已|曾|经|主动|再次|多次|随后|立即|当即|第一时间|电话)[^，。；请]{0,6}(?:联系|联络|致电|拨打|告知|通知)[^，。；请]{0,4}$"
)
_SELLS = pattern(r"待售|出售|求购|收购|滞销|采摘|预订|走失|寻人|寻亲")
_HOME = pattern(r"(?:家庭|住宅|家里|私人|家中)(?:联系)?电话|宅电")
#: That an account is a person's, however many units stand around: its holder, or what it is called right before.
_HOLDER = pattern(
    rf"(?:户\s*名|账户名称?|帐户名称?|开户人|持卡人|收款人)(?:姓名)?[：:\s]{{1,3}}[{SURNAMES}][\u4e00-\u9fff某*＊×]{{1,2}}(?![\u4e00-\u9fff])"
)
_OWN_ACCOUNT = pattern(
    r"(?:个人|本人|[我他她其])的?(?:名下的?)?(?:银行|储蓄|社保|[农工建中交]行)?(?:卡|账户|帐户|账号|帐号|存折)[^。；不勿禁]{0,24}$"
)
_OFFICIAL_ACCOUNT = pattern(
    r"户\s*名|开户单位|账户名称|帐户名称|账户名|收款单位|收款人|单位名称|对公|专户|专用账户|保证金|履约|缴款|缴费|缴纳|非税|国库|捐赠|捐款|募捐|汇款|"
    r"罚款|公积金|学费|税号|纳税人|开票|指定账户|监管账户|基本账户|维修资金|竞买|标书|投标|企业|合作社|招标|采购|公司|中心|财政|工会|慈善|红十字"
)


def lists_persons(head: tuple[str, ...]) -> bool:
    """Say whether the head of a table is that of a list of persons."""
    return any(_NAMES.search(cell) for cell in head)


def names_in(head: tuple[str, ...]) -> int:
    """Return which column holds the persons' names, or -1."""
    return next((number for number, cell in enumerate(head) if _NAMES.search(cell)), -1)


def lists_units(head: tuple[str, ...]) -> bool:
    """Say whether the head of a table speaks of units or offices, whose numbers are there to be called."""
    return any(_UNITS.search(cell) for cell in head)


@lru_cache(4096)
def is_in_charge(heading: str) -> bool:
    """Say whether a heading is that of people who answer for those in a list: who helps, teaches or leads them."""
    return bool(_IN_CHARGE.search(heading))


def is_private(before: str) -> bool:
    """Say whether the words before a number in running text make it a private person's: the last sentence names one, and no unit after."""
    sentence = re.split(r"[。！？\n]", before)[-1][-80:]
    persons = list(_PRIVATE.finditer(sentence))
    if not persons or _ANSWERS.search(sentence, persons[-1].end()):
        return False
    asked = sentence[: persons[-1].start()]
    return not ((_ASKED.search(asked) and not _WAS_CALLED.search(asked)) or _SELLS.search(sentence))


def answers(text: str) -> bool:
    """Say whether a text has words of those who answer for a unit, or who are to be called."""
    return bool(_ANSWERS.search(text))


def is_home(before: str) -> bool:
    """Say whether the label before a fixed telephone is that of somebody's home."""
    return bool(_HOME.search(before[-12:]))


def is_official_account(around: str) -> bool:
    """Say whether the words around an account make it a unit's, and none of them names a person as its holder."""
    return bool(_OFFICIAL_ACCOUNT.search(around)) and not _HOLDER.search(around)


def is_own_account(before: str) -> bool:
    """Say whether the words right before an account call it a person's own."""
    return bool(_OWN_ACCOUNT.search(before[-40:]))


def is_citizens(before: str) -> bool:
    """Say whether the words right before a number in an office's answer make it the citizen's."""
    near = before[-30:]
    if _CITIZENS.search(near) or _ADDRESSED.fullmatch(before):
        return True
    return bool(_SOMEBODYS.search(near) and not _ANSWERS.search(near))


def is_citizens_mailbox(before: str) -> bool:
    """Say whether the words right before an address of e-mail in an office's answer make it the citizen's."""
    return bool(_CITIZENS_MAILBOX.search(before[-20:]))


def is_duty(title: str) -> bool:
    """Say whether what a table is called makes the people in it those who answer for something."""
    return bool(_DUTY.search(title))


def is_person(name: str) -> bool:
    """Say whether a cell below the persons' names holds one: no company has applied; an empty one belongs to the row before."""
    name = "".join(name.replace("\\", "").split())
    return not name or bool(_PERSON.fullmatch(name) and not (len(name) > 3 and _UNIT_NAME.search(name)))
