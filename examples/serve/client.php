<?php
// A client of the sender-name endpoint, as small as it can be: the code under test.

class Refusal extends Exception {}

class Senders {
	function __construct(private string $url, private string $login, private string $password) {}

	// names returns the sender names with their statuses, by name.
	function names(): array {
		$statuses = [];
		foreach ($this->ask(['get' => 1, 'all' => 1]) as $sender) {
			$statuses[$sender['sender']] = $sender['status'];
		}
		return $statuses;
	}

	function add(string $name, string $comment): int {
		return $this->ask(['add' => 1, 'sender' => $name, 'cmt' => $comment])['sender'];
	}

	// ask asks anew, up to three times, if something between client and server failed.
	private function ask(array $parameters): array {
		$parameters += ['login' => $this->login, 'psw' => $this->password, 'fmt' => 3, 'charset' => 'utf-8'];
		for ($try = 1; ; $try++) {
			$answer = $this->post($parameters);
			if ($answer !== null) {
				break;
			}
			if ($try == 3) {
				throw new RuntimeException('no answer');
			}
		}
		if (isset($answer['error_code'])) {
			throw new Refusal($answer['error'], $answer['error_code']);
		}
		return $answer;
	}

	// post returns the answer, or null if there is none.
	private function post(array $parameters): ?array {
		$body = @file_get_contents($this->url, false, stream_context_create(['http' => [
			'method' => 'POST',
			'header' => 'Content-Type: application/x-www-form-urlencoded',
			'content' => http_build_query($parameters),
			'timeout' => 10,
		]]));
		return $body === false ? null : json_decode($body, true);
	}
}
