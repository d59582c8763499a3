"""Writing content: new documents and translations, looking at them, checking them, the rules."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from commands.ending import UNWRITTEN, reported
from commands.findings import print_findings
from commands.options import CONTENT, FORMAT, OUTPUT, help_of
from commands.places import moment_of


@task(
    help=help_of(
        "content",
        kind="文件类型，如policy或者政策文件",
        site="网站的文件夹名",
        title="标题",
        column="栏目路径",
        slug="网址名",
    )
)
def new(_: Context, kind: str, site: str, title: str, column: str = "", slug: str = "", content: str = CONTENT) -> None:
    """新建一篇文件，填好这一类型必填的字段。"""
    from pipeline.new import new_document
    from plugins.engine.clock import now_in_shanghai

    with reported(UNWRITTEN):
        print(new_document(Path(content), kind, site, title, column=column, slug=slug, now=now_in_shanghai()))


@task(
    name="new",
    positional=["path"],
    help=help_of("content", path="原文的路径，从内容文件夹写起", lang="译成哪种语言，如en", title="译文的标题"),
)
def translation_new(_: Context, path: str, lang: str, title: str, content: str = CONTENT) -> None:
    """新建一篇译文：填好语言、原文和稿次，附上要译的正文。"""
    from pipeline.translations import new_translation

    with reported(UNWRITTEN):
        print(new_translation(Path(content), path, lang, title))


@task(name="confirm", positional=["path"], help=help_of("content", path="译文的路径，从内容文件夹写起"))
def translation_confirm(_: Context, path: str, content: str = CONTENT) -> None:
    """记下译文已经对照原文现在的正文改好。"""
    from pipeline.translations import confirm

    with reported(UNWRITTEN):
        print("已记下" if confirm(Path(content), path) else "不用记：译的就是原文现在这一稿")


@task(help=help_of("content", port="端口（默认8000）"))
def serve(_: Context, content: str = CONTENT, port: int = 8000) -> None:
    """预览全部网站：内容或者主题一改，网页自动刷新，要改的地方显示在网页上；/_components/显示主题的每个组件。"""
    from pipeline import preview

    with reported():
        preview.serve(Path(content), port)


@task(
    auto_shortflags=False,
    help=help_of(
        "content", "output", "as_of", "jobs", format_=FORMAT, since="只列出从这个版本以来新出现的问题，如origin/main"
    ),
)
def check(
    _: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    as_of: str = "",
    since: str = "",
    fix: bool = False,
    jobs: int = 0,
    format_: str = "text",
) -> None:
    """按规则检查内容文件夹：文件、栏目、网站，每一处写明依据；有单项否决或者错误，退出码是1。"""
    from pipeline.check import check as check_content
    from pipeline.check.mending import mend
    from pipeline.check.since import check_since

    folder, moment, kept = Path(content), moment_of(as_of), Path(output)
    with reported("没有检查完"):
        if fix:
            mended = mend(folder, check_content(folder, moment, output=kept, jobs=jobs).findings)
            print("".join(f"已改 {each.path}:{each.line}: {each.code}\n" for each in mended), end="", file=sys.stderr)
        if since:
            found = check_since(folder, since, moment, output=kept, jobs=jobs)
        else:
            found = check_content(folder, moment, output=kept, jobs=jobs)
        print_findings(found.findings, format_, content)


@task(
    help=help_of("content", code="只说明这一条规则，写它的代码", write="把规则的文档写到这个文件夹，如docs"),
)
def rules(_: Context, code: str = "", write: str = "", content: str = CONTENT) -> None:
    """列出规则：按办法逐条，由哪些规则、命令、文档落实；写代码的，说明那一条。"""
    from pipeline.rules import command

    with reported():
        print(command.run(Path(content), code, Path(write) if write else None))
