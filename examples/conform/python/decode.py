"""A careful decoder of the answer to get=1&fmt=3: the sender names of an account. It needs
nothing but Python."""

import json
import re

OPERATORS = set(
    "mega mts mega_step mega_int bee_step motiv_step motiv_int mts_step mts_int tele2_step tele2 ua_reg ua_int"
    " sber_step motiv winmob_step volnamob_step by_reg".split()
)


class Malformed(Exception):
    """The body is no answer to the request."""


class Refusal(Exception):
    """The server refused the request."""

    def __init__(self, text, code, extra):
        super().__init__(f"{text} ({code})")
        self.text, self.code, self.extra = text, code, extra


class Number(str):
    """A number as it is written: int() would take 1.0 and 1e0 for 1."""


def decode_list(body, charset, all, operators):
    """Returns senders, each with a name, a status if all was requested, the registrations by
    operator if operators was, and extra, the members that the vendor does not document."""
    if charset == "utf-8" and body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
    try:
        text = body.decode(charset)
        # The server has sent errors in plain text under fmt=3.
        plain = re.fullmatch(r"ERROR = (\d+) \(([^\x00-\x1f\x7f-\x9f]*?)\)(?:, ID - (\d+))?\r?\n?", text)
        if plain:
            extra = {} if plain[3] is None else {"id": str(number(plain[3], 2**63 - 1))}
            raise Refusal(plain[2], number(plain[1], 9999), extra)
        answer = json.loads(text, object_pairs_hook=members, parse_int=Number, parse_float=Number, parse_constant=fail)
    except (ValueError, RecursionError) as e:
        raise Malformed(str(e))
    if isinstance(answer, dict):
        if type(answer.get("error")) is not str:
            fail("an object, but no error")
        text, code = answer.pop("error"), number(answer.pop("error_code", ""), 9999)
        raise Refusal(text, code, answer)
    if not isinstance(answer, list):
        fail("not a list")
    return [sender(row, all, operators) for row in answer]


def sender(row, all, operators):
    if not isinstance(row, dict) or "error" in row or "error_code" in row:
        fail("a row is no sender")
    name = row.pop("sender", "")
    if not name or isinstance(name, Number) and not name.isdigit():
        fail("not a name")
    result = {"name": name, "extra": row}
    if all:
        result["status"] = number(row.pop("status", ""), 255)
    if operators:
        result["registrations"] = {operator: number(row.pop(operator), 255) for operator in list(row) if operator in OPERATORS}
        if not result["registrations"]:
            fail("no operator")
    return result


def members(pairs):
    result = {}
    for name, value in pairs:
        if isinstance(value, bool):
            value = Number(json.dumps(value))
        if name in result or not isinstance(value, str):
            fail("a duplicate member, or one that is no scalar")
        (name + value).encode()  # not of a lone surrogate
        result[name] = value
    if len(result) > 64:
        fail("too many members")
    return result


def number(text, most):
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text) or int(text) > most:
        fail("not a number in range")
    return int(text)


def fail(why):
    raise Malformed(why)
