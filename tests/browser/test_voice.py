"""The care variant read aloud by a real voice: espeak-ng, which the browser finds through Speech Dispatcher. Nothing is to be heard."""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import FLAGS
from tests.browser.programs import needed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.built import Shown

SETTINGS = """
LogLevel 1
LogDir "{folder}"
AudioOutputMethod "alsa"
AddModule "espeak" "sd_generic" "espeak.conf"
DefaultModule espeak
DefaultLanguage "cmn"
"""
#: Each sentence is noted, spoken into a file, and over when that is done.
MODULE = """
GenericRecodeFallback "?"
GenericExecuteSynth "printf '%s\\\\n' \\'$DATA\\' >> {folder}/said; printf %s \\'$DATA\\' | espeak-ng -v cmn --stdout >> {folder}/sound"
GenericLanguage "cmn" "cmn" "utf-8"
AddVoice "cmn" "MALE1" "cmn"
DefaultVoice "cmn"
"""
SILENCE = "pcm.!default { type null }\nctl.!default { type null }\n"


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Have a voice in a folder, in which it also notes what it says."""
    programs = [needed("speech-dispatcher"), needed("espeak-ng")]
    folder = tmp_path_factory.mktemp("voice")
    (folder / "modules").mkdir()
    (folder / "speechd.conf").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    (folder / "modules" / "espeak.conf").write_text(MODULE.format(folder=folder), encoding="utf-8")
    (folder / "asound.conf").write_text(SILENCE, encoding="utf-8")
    own = {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(folder), "ALSA_CONFIG_PATH": str(folder / "asound.conf")}
    running = subprocess.Popen([programs[0], "-s", "-C", str(folder)], env={**os.environ, **own})
    socket = folder / "speech-dispatcher" / "speechd.sock"
    for _ in range(100):
        if socket.exists():
            break
        time.sleep(0.1)
    yield folder
    running.terminate()
    running.wait(10)


@pytest.fixture(scope="module")
def speaking(browser: Browser, voice: Path) -> Iterator[Page]:
    """A window of a browser that has the voice. (Playwright runs once: `browser` gives its type.)"""
    program = needed("chromium", "chromium-browser", "google-chrome")
    own = browser.browser_type.launch(
        executable_path=program,
        args=[*FLAGS, "--enable-speech-dispatcher"],
        env={**os.environ, "XDG_RUNTIME_DIR": str(voice)},
    )
    yield own.new_page()
    own.close()


def said(voice: Path) -> str:
    """What the voice was given, without white space; of Chinese characters, Speech Dispatcher's simplest module makes question marks."""
    file = voice / "said"
    return "".join(file.read_text(encoding="utf-8").split()) if file.is_file() else ""


@pytest.fixture
def reply(speaking: Page, show: Any, table: list[Shown], voice: Path) -> Page:
    (voice / "said").unlink(missing_ok=True)
    page: Page = show(speaking, next(row for row in table if (row.sort, row.variant) == ("reply", "care")))
    page.locator(".aloud").wait_for(timeout=20_000)
    return page


def test_a_document_is_read_to_its_end(reply: Page, voice: Path) -> None:
    assert said(voice) == ""

    reply.get_by_role("button", name="朗读").click()
    reply.locator(".aloud [role=status]", has_text="读完了").wait_for(timeout=60_000)

    assert "0355-0120025" in said(voice)
    assert (voice / "sound").stat().st_size > 500_000
    assert reply.locator(".spoken").count() == 0


def test_what_is_paused_is_silent_until_it_goes_on(reply: Page, voice: Path) -> None:
    reply.get_by_role("button", name="朗读").click()
    reply.locator(".facts .spoken").first.wait_for()

    reply.get_by_role("button", name="暂停").click()
    reply.wait_for_timeout(1000)
    before = said(voice)
    reply.wait_for_timeout(2000)
    assert said(voice) == before
    assert reply.locator(".spoken").count() > 0
    reply.get_by_role("button", name="继续").click()
    reply.locator(".aloud [role=status]", has_text="读完了").wait_for(timeout=60_000)

    assert len(said(voice)) > len(before)
