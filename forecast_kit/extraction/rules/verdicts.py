"""Values that the words after them call wrong: "12 weeks is too long", "18 weeks was for the UK"."""

import re
from collections.abc import Sequence

from forecast_kit.extraction.rules.tokens import Term

_THINGS = (
    "replenishment|replen|top ups?|topups?|deliver(?:y|ies)|refills?|drops?|hold(?:back)?|one|start|launch|figure|"
    "season|run|restocks?|trucks?|lorr(?:y|ies)|vans?|as (?:a |the )?\\w+|,|:|-"
)
_WRONG = re.compile(
    rf" (?:(?:{_THINGS}) ){{0,2}}(?:(?:it|that|which|he|she|they|this|you)(?:'s| is| was|'re| are) |that )?"
    r"(?:is|was|are|seems|looks|feels|felt|sounds|would be|turns out|proved)? ?"
    r"(?:far |much |way |a bit |simply |plain |just )?"
    r"(?:too (?:long|short|much|little|high|low|many|early|late|soft|hard|expensive|dear|costly|slow|fast|tight|"
    r"generous|greedy|mean|cautious|optimistic|ambitious|often|frequent|rare|risky)|wrong|mistaken|"
    r"not (?:enough|right)|"
    r"off the table|out of the question|no longer|overkill|unnecessary|incorrect|out of date|outdated|"
    r"unaffordable|not (?:possible|feasible|an option|affordable|on|happening|doable|realistic))(?= )"
    r"|^ (?:[^\W\d]+ ){1,5}(?:is|was|are|were) "
    r"(?:wrong|incorrect|outdated|out of date|obsolete|a (?:typo|mistake)|an error)(?= )"
    r"|^ (?:won't|will not|not) do "
    r"|^ (?:\) )?(?:was|were) (?:only |just |meant )?for (?:the |our )?(?!us |this |these |now )[^\W\d]+ (?:[.,;]|$)"
    r"|^ (?:, )?(?:but |and |though )?(?:that's |that is |which is |it's |that )?"
    r"(?:isn't|aren't|is not|are not|not) (?:my|our|your|this plan's|mine|ours) ?"
    r"(?:problem|concern|job|business|call|department|team|area|range|category|patch|remit|line|one)? "
)


def called_wrong(terms: Sequence[Term], i: int) -> str:
    """Whether what follows the quantity at i calls it wrong: "is too long", "was for the UK"."""
    following = " " + " ".join(t.text for t in terms[i + 1 : i + 9]) + " "
    return "denied" if _WRONG.match(following) else ""
