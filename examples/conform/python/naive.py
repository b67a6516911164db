"""A decoder of the answer to get=1&fmt=3 as one writes it in five minutes. The report of
smscodec conform says what it loses. decode.py is careful."""

import json


class Refusal(Exception):
    def __init__(self, text, code):
        super().__init__(text)
        self.text, self.code = text, code


def decode_list(body, charset, all, operators):
    answer = json.loads(body)
    if "error" in answer:
        raise Refusal(answer["error"], answer["error_code"])
    senders = []
    for row in answer:
        sender = {"name": row.pop("sender"), "status": row.pop("status", None)}
        if operators:
            sender["registrations"] = {operator: int(code) for operator, code in row.items()}
        senders.append(sender)
    return senders
