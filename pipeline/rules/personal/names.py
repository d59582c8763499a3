"""Names of Chinese persons, as far as they can be told from other words: by the surname and the length."""

from __future__ import annotations

import re

from model.patterns import pattern

#: The commonest surnames, which nineteen people of twenty bear.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚"
    "邵万钱严覃武戴莫孔向汤云川温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳"
    "常赖穆卓吉缪项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬卞姬师仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池麻苑迟邝匡鞠荆冀郁胥储原栗楚鄢谌奚粟冼蔺仝郜阚屠漆狄扈晁芮邸雍亓邰逯亢嵇暴古车边"
)
_NOBODY = pattern(
    r"用户|管理|微软|作者|未知|办公|系统|电脑|单位|科室|部门|公司|中心|中国|匿名|测试|文件|文印|打字|石油|金山|华为|联想|万方|高校|温馨|包装|成都|江苏|云南|安徽|向日|田园|方正|安全|文秘|文化|文广|文旅|金融|施工|关于|成员|任务|武装|单据|解放|路政|管委|"
    r"党[委办建政校群风史支]|卫[生健计监]|车[管队辆]|项目|景[区观点]|常[委务]|师[范资]|荣誉|边[防检]|原[始件]|古[建籍迹]|连[队锁]"
)


def is_name(text: str) -> bool:
    """Say whether a text looks like the name of a Chinese person."""
    text = text.strip()
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,3}", text)) and text[0] in SURNAMES and not _NOBODY.search(text)
