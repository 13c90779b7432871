#!/usr/bin/env python3
"""Verifies an exported stream from outside, with nothing but this page and Python 3.

    credits export acme team | python3 docs/verify.py        or: verify.py export.jsonl

Each line but the last is an event. Its hash is the SHA-256 of the RFC 8785 JSON of {stream,
revision, type, data, metadata without eventId and hash}; prevHash is the hash before it, and the
event's id is the UUID (version 8) of the hash's first 128 bits. The last line is the head.
Events whose metadata has a part count when the last part of their command is there, or never.
"""
import json, sys, uuid
from decimal import Decimal
from hashlib import sha256

class Number(str):
    """A number as it is written: the ledger writes numbers as RFC 8785 does."""

def canonical(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):  # RFC 8785 sorts keys by UTF-16 code units
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)

def fault(event, revision, previous):
    """What breaks the chain at this place, if anything does."""
    metadata = dict(event["metadata"])
    if event["revision"] != str(revision):
        return "revision %s is here instead" % event["revision"]
    if metadata["prevHash"] != previous:
        return "prevHash is not the hash before it"
    event_id, stated = metadata.pop("eventId"), metadata.pop("hash")
    covered = {name: event[name] for name in ("stream", "revision", "type", "data")}
    text = canonical({**covered, "metadata": metadata})
    if sha256(text.encode("utf-8", "backslashreplace")).hexdigest() != stated:
        return "the running hash no longer matches"
    bits = int(stated[:32], 16) & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
    if not event["id"] == event_id == str(uuid.UUID(int=bits)):
        return "the id is not that of the hash"

ADDS = {"LotActivated", "ExpiryReopened", "ConsumptionReversed", "DebtWrittenOff"}
TAKES = {"LotExpired", "CreditsConsumed"}

def row(event, effective):
    """By how much the event changes the balance."""
    kind, data = event["type"], event["data"]
    if kind in ("CreditsPurchased", "CreditsGranted"):  # a lot counts once it is effective
        if data["effectiveAt"] > event["metadata"]["recordedAt"]:
            return 0
        effective.add(data["lotId"])
    elif kind == "LotActivated":
        effective.add(data["lotId"])
    elif kind == "LotSplit" and data["lotId"] in effective:
        effective.add(data["newLotId"])
    elif kind == "LotVoided":
        return -Decimal(data["amount"]) if data["lotId"] in effective else 0
    if kind in ADDS or kind in ("CreditsPurchased", "CreditsGranted"):
        return Decimal(data["amount"])
    return -Decimal(data["amount"]) if kind in TAKES else 0

def taking_effect(event, parts):
    """The events that take effect with this one: a command in parts does so with its last part."""
    part = event["metadata"].get("part")
    if part is None or part["from"] == event["revision"]:
        parts.clear()
    if part is None:
        return [event]
    parts.append(event)
    if parts[0]["revision"] != part["from"]:
        raise LookupError("the first part of its command")
    if "last" not in part:
        return []
    whole, texts = [], []
    for each in parts:
        if each["type"] != "EventPiece":
            whole.append(each)
            continue
        piece = each["data"]
        texts.append(piece["text"])
        if int(piece["index"]) == int(piece["count"]) - 1:
            whole.append({**each, "type": piece["type"], "data": json.loads("".join(texts))})
            texts = []
    parts.clear()
    return whole

def verify(lines):
    revision, previous, stream, balance, effective, head = 0, "0" * 64, None, Decimal(0), set(), None
    parts = []
    for line in lines:
        revision += 1
        try:
            event = json.loads(line, parse_int=Number, parse_float=Number)
            if head is not None:
                return revision, "something follows the head"
            if "type" not in event.keys():
                head, revision = event, revision - 1
                continue
            stream = stream or event["stream"]
            problem = fault(event, revision, previous)
            if problem or event["stream"] != stream:
                return revision, problem or "it is of another stream"
            for each in taking_effect(event, parts):
                change, stated = row(each, effective), each["data"].get("balanceAfter")
                balance += change
                if Decimal(stated) != balance if stated else change != 0:
                    return revision, "balanceAfter is %s, the rows sum to %s" % (stated, balance)
            previous = event["metadata"]["hash"]
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
                ValueError) as error:
            return revision, "it is not an event of a ledger: %r" % error
    if head is None:
        return revision + 1, "the head is missing: the export was cut"
    if head != {"revision": str(revision), "hash": previous}:
        return revision + 1, "the head says revision %s, hash %s" % (
            head.get("revision"), head.get("hash"))
    print("%d revisions verified\nhead %s\nbalance %s" % (revision, previous, balance))

if __name__ == "__main__":
    source = sys.argv[1] if len(sys.argv) > 1 else 0
    with open(source, encoding="utf-8", errors="surrogateescape", newline="\n") as export:
        bad = verify(export)
    if bad:
        print("%d revisions verified\nrevision %d is bad: %s" % (bad[0] - 1, *bad))
        sys.exit(1)
