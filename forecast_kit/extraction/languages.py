"""Which language a brief is in, by its small words; only far enough to say that it is not English."""

import re

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
_FOREIGN = {language: words(small) for language, small in _SMALL_WORDS.items()}


def foreign_language(text: str) -> str | None:
    """The language of a brief that is not in English, "another script" for one without Latin letters, else None.

    >>> foreign_language("Bitte eine Saison von 14 Wochen planen"), foreign_language("Plan 14 weeks of hats")
    ('German', None)
    """
    letters = [c for c in text if c.isalpha()]
    if letters and sum(ord(c) > 0x24F for c in letters) > len(letters) * 0.4:
        return "another script"
    said = re.findall(r"[^\W\d_]+", text.lower())
    english = sum(word in _ENGLISH for word in said)
    hits, language = max((sum(word in small for word in said), name) for name, small in _FOREIGN.items())
    return language if hits >= 3 and hits > english else None
