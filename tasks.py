"""政站的命令：`invoke --list` 列出全部，`invoke --help 命令` 说明一条。"""

from __future__ import annotations

import gc
import sys

from invoke.collection import Collection

gc.set_threshold(50_000, 20, 50)  # a command ends before much could be collected
# Invoke has Python keep no compiled modules; compiling them again takes as long as a small build.
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)

from commands import building, developing, hosts, life, publishing, reports, watching, writing  # noqa: E402
from commands.closed_pipe import watch_output  # noqa: E402

watch_output()

namespace = Collection(
    writing.new,
    writing.serve,
    writing.check,
    writing.rules,
    building.build,
    building.audit,
    publishing.publish,
    publishing.releases,
    publishing.rollback,
    publishing.approve,
    publishing.verify,
    watching.patrol,
    watching.duty,
    developing.schema,
    developing.lint,
    developing.test,
    developing.nightly,
    developing.bench,
)
namespace.add_collection(Collection("hosts", hosts.hosts_serve, hosts.hosts_setup))
namespace.add_collection(Collection("translation", writing.translation_new, writing.translation_confirm))
namespace.add_collection(Collection("site", *life.ACT_TASKS, life.site_changes))
namespace.add_collection(Collection("report", *reports.REPORT_TASKS))
