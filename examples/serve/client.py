"""A client of the sender-name endpoint, as small as it can be: the code under test."""

import json
import urllib.error
import urllib.parse
import urllib.request


class Refusal(Exception):
    def __init__(self, code, text):
        super().__init__(f"{text} ({code})")
        self.code = code


class Senders:
    def __init__(self, url, login, password):
        self.url, self.login, self.password = url, login, password

    def names(self):
        """Returns the sender names with their statuses, by name."""
        return {s["sender"]: s["status"] for s in self._ask(get=1, all=1)}

    def add(self, name, comment):
        return self._ask(add=1, sender=name, cmt=comment)["sender"]

    def _ask(self, **parameters):
        """Asks anew, up to three times, if something between client and server failed."""
        parameters.update(login=self.login, psw=self.password, fmt=3, charset="utf-8")
        for attempt in range(3):
            try:
                answer = self._post(parameters)
                break
            except (urllib.error.URLError, OSError, ValueError):
                if attempt == 2:
                    raise
        if isinstance(answer, dict) and "error_code" in answer:
            raise Refusal(answer["error_code"], answer["error"])
        return answer

    def _post(self, parameters):
        form = urllib.parse.urlencode(parameters).encode()
        with urllib.request.urlopen(self.url, form, timeout=10) as response:
            return json.loads(response.read().decode("utf-8"))
