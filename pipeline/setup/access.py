"""Who may come to a host, and what for: the keys, the signers, the settings of the host's own programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.setup.facts import key_of

if TYPE_CHECKING:
    from pipeline.setup.facts import SetupFacts

#: What a signature on a release is for, as `ssh-keygen -Y` calls it, and who makes it.
NAMESPACE = "zhengzhan-release"
PRINCIPAL = "release"


def authorized_keys(facts: SetupFacts) -> str:
    """Return a line for each deploy key: one program, and nothing that SSH could do besides."""
    from_ = f'from="{",".join(facts.from_addresses)}",' if facts.from_addresses else ""
    program = f"{facts.places.programs}/zhengzhan-host {facts.places.settings}/host.conf"
    return "".join(f'{from_}command="{program}",restrict {key_of(key)}\n' for key in facts.deploy_keys)


def release_signers(facts: SetupFacts) -> str:
    """Return a line for each key whose signature on a release is believed (ssh-keygen(1), ALLOWED SIGNERS)."""
    return "".join(f'{PRINCIPAL} namespaces="{NAMESPACE}" {key_of(key)}\n' for key in facts.signers)


def host_conf(facts: SetupFacts) -> str:
    """Return the settings that the host's programs read, one a line."""
    settings = {
        "root": facts.root,
        "signers": f"{facts.places.settings}/release_signers",
        "keep": facts.keep,
        "log": f"{facts.places.logs}/host/host.log",
        "user": facts.user,
        "nginx": facts.places.nginx,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
