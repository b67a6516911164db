<?php
// A careful decoder of the answer to get=1&fmt=3: the sender names of an account. It refuses
// what it cannot read as a whole.

class Malformed extends Exception {} // the body does not answer the request
class Refusal extends Exception {}   // the server refused the request; getCode() is its error code

const OPERATORS = ['mega', 'mts', 'mega_step', 'mega_int', 'bee_step', 'motiv_step', 'motiv_int', 'mts_step', 'mts_int', 'tele2_step',
	'tele2', 'ua_reg', 'ua_int', 'sber_step', 'motiv', 'winmob_step', 'volnamob_step', 'by_reg'];

// decode_list returns senders, each with a name, a status if all was requested, and the
// registrations by operator if operators was.
function decode_list(string $body, string $charset, bool $all, bool $operators): array {
	$text = (string) @iconv($charset, 'utf-8', $body);
	$answer = json_decode($text);
	// json_decode keeps the last of two equal members, so compare what it read with the text.
	$spell = fn($token) => isset($token[1]) ? json_encode(json_decode($token[1])) : '';
	if (json_encode($answer) !== preg_replace_callback('/("(?:[^"\\\\]++|\\\\.)*+")|\s++/', $spell, $text)) {
		throw new Malformed("not JSON in $charset, or a duplicate member");
	}
	if (is_string($answer->error ?? null) && count((array) $answer) === 2) {
		throw new Refusal($answer->error, number($answer->error_code ?? null, 9999));
	}
	if (!is_array($answer)) {
		throw new Malformed('neither a list nor an error');
	}
	return array_map(fn($row) => sender((array) $row, $all, $operators), $answer);
}

function sender(array $row, bool $all, bool $operators): array {
	$codes = $operators ? array_intersect_key($row, array_flip(OPERATORS)) : [];
	$isName = is_string($row['sender'] ?? null) && $row['sender'] !== '';
	if (!$isName || $operators && !$codes || count($row) !== 1 + (int) $all + count($codes)) {
		throw new Malformed('not a sender as the vendor documents it');
	}
	return [
		'name' => $row['sender'],
		'status' => $all ? number($row['status'] ?? null, 255) : null,
		'registrations' => array_map(fn($code) => number($code, 255), $codes),
	];
}

function number(mixed $value, int $most): int {
	$isNumber = (is_int($value) || is_string($value)) && preg_match('/^(0|[1-9]\d{0,3})$/D', $value) && $value <= $most;
	return $isNumber ? (int) $value : throw new Malformed('not a number in range');
}
