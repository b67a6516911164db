"""A careful decoder of the answer to get=1&fmt=3: the sender names of an account. It refuses
what it cannot read as a whole."""

import json
import re

OPERATORS = """mega mts mega_step mega_int bee_step motiv_step motiv_int mts_step mts_int tele2_step tele2 ua_reg ua_int
    sber_step motiv winmob_step volnamob_step by_reg""".split()


class Refusal(Exception):  # by the server
    def __init__(self, text, code):
        super().__init__(text, code)
        self.text, self.code = text, code


def decode_list(body, charset, all, operators):
    """Returns senders, each with a name, a status if all was requested, and the registrations by operator
    if operators was. Any exception but Refusal means that the body does not answer the request."""
    answer = json.loads(body.decode(charset), object_pairs_hook=members, parse_int=number)
    json.dumps(answer, ensure_ascii=False).encode()  # fails for half of a surrogate pair
    if isinstance(answer, dict) and answer.keys() == {"error", "error_code"} and isinstance(answer["error"], str):
        raise Refusal(answer["error"], number(answer["error_code"]))
    if not isinstance(answer, list):
        raise ValueError("neither a list nor an error")
    return [sender(row, all, operators) for row in answer]


def sender(row, all, operators):
    codes = {operator: code for operator, code in row.items() if operators and operator in OPERATORS}
    if not row.get("sender") or not isinstance(row["sender"], str) or operators and not codes or len(row) != 1 + all + len(codes):
        raise ValueError("not a sender as the vendor documents it")
    return {
        "name": row["sender"],
        "status": number(row["status"], 255) if all else None,
        "registrations": {operator: number(code, 255) for operator, code in codes.items()},
    }


def members(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a duplicate member")
    return dict(pairs)


def number(value, most=9999):
    if not isinstance(value, (int, str)) or not re.fullmatch("0|[1-9][0-9]{0,3}", str(value)) or int(value) > most:
        raise ValueError("not a number in range")
    return int(value)
