<?php
// php conform.php DECODER.php: makes decode_list of a file a program for smscodec conform --persistent.
// See docs/conformance.md.

ini_set('display_errors', 'stderr');
require $argv[1];

function fields(array $extra): array {
	return array_map(fn($name, $value) => ['name' => (string) $name, 'value' => $value], array_keys($extra), $extra);
}

while (($line = fgets(STDIN)) !== false) {
	$case = json_decode($line);
	$request = $case->request;
	$answer = ['id' => $case->id];
	try {
		$senders = [];
		foreach (decode_list(base64_decode($case->body), $request->charset, $request->all, $request->operators) as $s) {
			$sender = ['name' => (string) $s['name'], 'extra' => fields($s['extra'] ?? [])];
			if (isset($s['status'])) {
				$sender['status'] = ['code' => $s['status']];
			}
			foreach ($s['registrations'] ?? [] as $operator => $code) {
				$sender['registrations'][] = ['operator' => $operator, 'code' => $code];
			}
			$senders[] = $sender;
		}
		$answer['reply'] = ['kind' => 'list', 'senders' => $senders];
	} catch (Refusal $e) {
		$answer['reply'] = ['kind' => 'error', 'code' => $e->getCode(), 'text' => $e->getMessage(), 'extra' => fields($e->extra ?? [])];
	} catch (Throwable $e) {
		$answer['refused'] = $e->getMessage();
	}
	echo json_encode($answer, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
