"""A browser's voice that is there or not as a test says, and says what it is given."""

#: It ends what it says when the test says so.
_VOICE = """
    window.said = [];
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", { value: {
        speaking: null,
        getVoices: () => [{ lang: "LANG", localService: true, name: "一" }],
        speak(utterance) { this.speaking = utterance; said.push(utterance.text); },
        cancel() { this.speaking = null; window.canceled = (window.canceled || 0) + 1; },
    } });
    window.endSentence = () => window.speechSynthesis.speaking.onend();
"""


def voice(lang: str) -> str:
    """The script of a browser whose only voice has a language."""
    return _VOICE.replace("LANG", lang)


CHINESE = voice("zh-CN")
