<?php
// A decoder of the answer to get=1&fmt=3 as one writes it in five minutes. The report of
// smscodec conform says what it loses. decode.php is careful.

class Refusal extends Exception {}

function decode_list(string $body, string $charset, bool $all, bool $operators): array {
	$answer = json_decode($body, true);
	if (isset($answer['error'])) {
		throw new Refusal($answer['error'], $answer['error_code']);
	}
	$senders = [];
	foreach ($answer as $row) {
		$sender = ['name' => $row['sender'], 'status' => $row['status'] ?? null];
		if ($operators) {
			unset($row['sender']);
			$sender['registrations'] = array_map('intval', $row);
		}
		$senders[] = $sender;
	}
	return $senders;
}
