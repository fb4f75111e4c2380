"""Which language a brief is in, by its small words; only far enough to say that it is not English."""

import re
from collections import Counter

from forecast_kit.extraction.rules.lexicon import words

_SMALL_WORDS = {
    "German": """und der die das mit für von ab wochen woche bitte eine einen nicht im am den zum auf bis ist wird jede
        unter bei saison wir""",
    "French": """et le la les des avec pour semaines semaine une du dans chaque sur pas nous au aux est saison à partir
        début sont stock en""",
    "Spanish": """y el los las con para semanas semana una del cada por desde en la temporada se sin al es nosotros
        inicio hasta""",
    "Italian": """e il gli con per settimane settimana una della dal ogni nel le di da stagione che non al dei inizio
        fino""",
    "Dutch": "en het met voor weken week een van vanaf elke niet de op bij seizoen wij tot wordt",
    "Portuguese": "e os com para semanas semana uma do da cada em por temporada não no na ao início até",
    "Polish": "i na z do od tygodni tydzień dla w co sezon nie się jest przez",
    "Swedish": "och med för veckor vecka en av från varje inte till säsong på den ett",
}
_ENGLISH = words(
    "the a an and of to in for with from at on is are we it per week weeks no not plan start hold keep by if be this "
    "that each every then up out please all our weekly"
)
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _small in _SMALL_WORDS.items():
    for _word in words(_small):
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


def foreign_language(text: str) -> str | None:
    """The language of a brief that is not in English, "another script" for one without Latin letters, else None.

    >>> foreign_language("Bitte eine Saison von 14 Wochen planen"), foreign_language("Plan 14 weeks of hats")
    ('German', None)
    """
    letters = [] if text.isascii() else [c for c in text if c.isalpha()]
    if letters and sum(ord(c) > 0x24F for c in letters) > len(letters) * 0.4:
        return "another script"
    said = re.findall(r"[^\W\d_]+", text.lower())
    english = sum(word in _ENGLISH for word in said)
    spoken = Counter(language for word in said for language in _LANGUAGES_OF.get(word, ()))
    hits, language = max(((n, name) for name, n in spoken.items()), default=(0, ""))
    return language if hits >= 3 and hits > english else None
