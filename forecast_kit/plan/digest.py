"""One spelling of a value, and the digest that an approval is bound to."""

import hashlib
import json


def canonical_json(value: object) -> str:
    """JSON with one spelling: sorted keys, no spaces, no NaN. What digests are taken of.

    >>> canonical_json({"b": 1, "a": [1.5]})
    '{"a":[1.5],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def digest_of(value: object) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
