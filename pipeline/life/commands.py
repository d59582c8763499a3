"""The commands `site.…` from their options to what was written: find the site, ask, read, add what follows from the settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from model.content_folder import SITE_FILE, read_content
from model.faults import ContentFaults, Fault, Unreadable, did_you_mean
from model.identifiers import Domain
from model.lifecycle import CHANGE_FILING, ENGLISH_DOMAIN, IDENTIFIERS, Act, Filing, Lifecycle, State
from model.profile import Profile, read_profile
from model.site_rules import advice
from pipeline.life.acts import Carried, carry_out
from pipeline.life.asking import Ask, ask_act, ask_settings, ask_site
from pipeline.life.edits import with_domain
from pipeline.life.open import Found, is_planned, new_site
from pipeline.life.options import Options, read_act
from pipeline.moving.plan import Plan, plan_move


def perform(content: Path, options: Options, now: dt.datetime, ask: Ask | None = None) -> Carried:
    """Carry out the act that `options` say on the content folder, asking for what is missing where `ask` is given.

    Raises `ContentFaults` with every reason against it, or `OutputError`; then nothing is written.
    """
    if not content.is_dir():
        raise ContentFaults([Fault(str(content), 1, "NO_CONTENT", "内容文件夹不存在", "用--content写出")])
    options = ask_site(options, ask) if ask else options
    if ask and options.act == "open" and not is_planned(content, options.site):
        options = ask_settings(options, ask)
    found = _found(content, options, now)
    options = _asked(found, options, now, ask) if ask else options
    act, faults = read_act(options, now.date())
    profile, wrong = read_profile(content)
    found, act = _completed(found, act, options, profile)
    move = _move(found, act, options, readable=not faults)
    carried = carry_out(
        found.content,
        found.site,
        act,
        profile,
        now,
        column=options.column,
        files={**found.files, **move.files},
        faults=[*found.faults, *faults, *wrong, *move.faults],
    )
    return replace(carried, said=(*move.said, *_hints(content, options)))


def _hints(content: Path, options: Options) -> list[str]:
    """What might be better about a site that was just opened: nothing has its name or domain on it yet."""
    found = advice(read_content(content)) if options.act == "open" else ()
    return [f"提示 {each}" for each in found if each.path.startswith(f"{options.site}/")]


def _move(found: Found, act: Act, options: Options, *, readable: bool) -> Plan:
    """What moving writes besides the record; nothing is planned by days that could not be read."""
    if act.act != "migrate":
        return Plan()
    if not options.map:
        fact, remedy = "没有写对照表的文件", "对照表一行一个旧网址和它的新网址，见docs/operators/migrate.md"
        return Plan(faults=[Fault("--map", 1, "LIFE_OPTION", fact, remedy)])
    return plan_move(found.content, found.site, act, Path(options.map)) if readable else Plan()


def _found(content: Path, options: Options, now: dt.datetime) -> Found:
    """The site that the act is about; where there is none, nothing but the options can be judged."""
    try:
        return new_site(content, options) if options.act == "open" else _known(content, options.site)
    except ContentFaults as error:
        raise ContentFaults([*error.faults, *read_act(options, now.date())[1]]) from None


def _known(content: Path, name: str) -> Found:
    known = read_content(content)
    if name in known.sites:
        return Found(known, known.sites[name])
    nearest = did_you_mean(name, known.sites) or "、".join(known.sites)
    fact = f"没有“{name}”这个网站" if name else "没有写网站的文件夹名"
    raise ContentFaults([*known.faults, Fault("--site", 1, "NO_SITE", fact, f"网站有：{nearest}")])


def _asked(found: Found, options: Options, now: dt.datetime, ask: Ask) -> Options:
    life = found.content.lives.get(found.site.id, Lifecycle())
    first = options.act == "online" and life.state(now.date()) is not State.OFFLINE
    tops = (found.site.settings.kind, found.site.settings.level) == ("portal", "city")
    return ask_act(options, ask, tops_the_city=tops, filings=_filings(found, options.act, first), tested=not first)


def _filings(found: Found, act: str, first: bool) -> tuple[str, ...]:
    """The kinds of filing that an act needs and that the site's settings do not have."""
    if act == "online" and first:
        return tuple(kind for kind, (key, _) in IDENTIFIERS.items() if not getattr(found.site.settings, key))
    return {"close": (*IDENTIFIERS, ENGLISH_DOMAIN), "change": (CHANGE_FILING,)}.get(act, ())


def _completed(found: Found, act: Act, options: Options, profile: Profile) -> tuple[Found, Act]:
    """What follows from the settings and the profile, where the options say nothing of it."""
    if act.act == "online":
        return found, _with_numbers(found, act)
    renames = act.act == "change" and bool(options.domain)
    if not act.ends and (renames or act.act == "close"):
        act = replace(act, ends=_days_after(act.effective, profile["notice_kept_days"].value))
    return _with_domain(found, act, options.domain) if renames else (found, act)


def _with_numbers(found: Found, act: Act) -> Act:
    """Going online for the first time, the identifiers in the settings are those that were obtained."""
    life = found.content.lives.get(found.site.id, Lifecycle())
    if life.state(act.effective) is State.OFFLINE:
        return act
    given = {filing.kind for filing in act.filings}
    known = ((kind, getattr(found.site.settings, key)) for kind, (key, _) in IDENTIFIERS.items() if kind not in given)
    more = (Filing(kind=kind, number=number, date=act.date) for kind, number in known if number)
    return replace(act, filings=(*act.filings, *more))


def _days_after(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def _with_domain(found: Found, act: Act, text: str) -> tuple[Found, Act]:
    """The site under another domain, with its settings as they will be written."""
    site, old = found.site, found.site.settings.domain
    path = f"{site.id}/{SITE_FILE}"
    try:
        domain = _another(text, old, site.settings.kind)
        data = with_domain(site, (found.content.folder / path).read_bytes(), domain)
    except Unreadable as error:
        return replace(found, faults=(*found.faults, error.at("--domain", 1))), replace(
            act, changes=(*act.changes, text)
        )
    except ContentFaults as error:
        return replace(found, faults=(*found.faults, *error.faults)), replace(act, changes=(*act.changes, text))
    said = any(domain in text for text in act.changes)
    changes = act.changes if said else (*act.changes, f"网站域名由{old}变更为{domain}")
    moved = replace(site, settings=replace(site.settings, domain=domain))
    return replace(found, site=moved, files={path: data}), replace(act, changes=changes, old_domain=old)


def _another(text: str, old: Domain, kind: str) -> Domain:
    domain = Domain.parse(text)
    domain.require_form(kind)
    if domain == old:
        raise Unreadable("LIFE_OPTION", f"网站的域名已经是“{old}”", "写变更以后的域名")
    return domain
