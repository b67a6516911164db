"""python3 conform.py DECODER.py: makes decode_list of a file a program for smscodec conform
--persistent. See docs/conformance.md."""

import base64
import importlib.util
import json
import sys


def load(file):
    spec = importlib.util.spec_from_file_location("decoder", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fields(extra):
    return [{"name": name, "value": value} for name, value in extra.items()]


def sender(s):
    result = {"name": str(s["name"]), "extra": fields(s.get("extra", {}))}
    if s.get("status") is not None:
        result["status"] = {"code": s["status"]}
    if s.get("registrations"):
        result["registrations"] = [{"operator": o, "code": code} for o, code in s["registrations"].items()]
    return result


sys.dont_write_bytecode = True
decoder = load(sys.argv[1])
for line in sys.stdin:
    case = json.loads(line)
    request, answer = case["request"], {"id": case["id"]}
    try:
        senders = decoder.decode_list(base64.b64decode(case["body"]), request["charset"], request["all"], request["operators"])
        answer["reply"] = {"kind": "list", "senders": [sender(s) for s in senders]}
    except decoder.Refusal as e:
        answer["reply"] = {"kind": "error", "code": e.code, "text": str(e.text), "extra": fields(getattr(e, "extra", {}))}
    except Exception as e:
        answer["refused"] = str(e)
    print(json.dumps(answer), flush=True)
