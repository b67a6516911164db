"""Tests client.py against smscodec serve, which it steers by the control port. Needs nothing
but Python. See docs/control.yaml."""

import json
import os
import unittest
import urllib.request

import client


def control(method, path, body=None):
    """Makes a request to the control port."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(os.environ["SMSCODEC_CONTROL"] + path, data, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.loads(response.read() or "null")


class SendersTest(unittest.TestCase):
    def setUp(self):
        control("POST", "/reset")
        self.client = client.Senders(os.environ["SMSCODEC_URL"], "demo", "demo")

    def test_new_name_is_approved(self):
        self.assertEqual(self.client.add("Shop", "a shop"), 4)
        self.assertEqual(self.client.names()["Shop"], 0)
        control("PUT", "/status", {"name": "Shop", "status": 1})
        self.assertEqual(self.client.names()["Shop"], 1)

    def test_asks_again_after_failures(self):
        control("PUT", "/faults", {"faults": ["drop"], "requests": 1})
        control("PUT", "/faults", {"faults": ["empty"], "requests": 1})
        self.assertEqual(len(self.client.names()), 3)
        self.assertEqual([r["applied_faults"] for r in control("GET", "/requests")["requests"]], [["drop"], ["empty"], []])

    def test_too_many_equal_requests_until_a_minute_later(self):
        for _ in range(3):
            self.client.names()
        with self.assertRaises(client.Refusal) as refused:
            self.client.names()
        self.assertEqual(refused.exception.code, 9)
        control("POST", "/clock", {"advance_seconds": 60})
        self.assertEqual(len(self.client.names()), 3)

    def test_comment_arrives(self):
        self.client.add("Shop", "Магазин")
        self.assertEqual(control("GET", "/requests")["requests"][0]["form"]["cmt"], "Магазин")


if __name__ == "__main__":
    unittest.main(verbosity=2)
