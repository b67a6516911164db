<?php
// A careful decoder of the answer to get=1&fmt=3: the sender names of an account. It needs
// nothing but PHP.

class Malformed extends Exception {} // the body is no answer to the request
class Refusal extends Exception {    // the server's; getCode() is its error code
	function __construct(string $text, string $code, public array $extra = []) {
		parent::__construct($text, (int) $code);
	}
}

const OPERATORS = ['mega', 'mts', 'mega_step', 'mega_int', 'bee_step', 'motiv_step', 'motiv_int', 'mts_step', 'mts_int', 'tele2_step', 'tele2',
	'ua_reg', 'ua_int', 'sber_step', 'motiv', 'winmob_step', 'volnamob_step', 'by_reg'];

// decode_list returns senders, each with a name, a status if all was requested, the registrations by operator if operators
// was, and extra, the members that the vendor does not document.
function decode_list(string $body, string $charset, bool $all, bool $operators): array {
	$text = $charset === 'utf-8' ? preg_replace('/^\xEF\xBB\xBF/', '', $body) : @iconv($charset, 'utf-8', $body);
	if ($text === false || !preg_match('//u', $text)) {
		throw new Malformed("not $charset");
	}
	// The server has sent errors in plain text under fmt=3.
	if (preg_match('/^ERROR = (\d+) \((\P{Cc}*?)\)(?:, ID - (\d+))?\r?\n?$/uD', $text, $m)) {
		throw new Refusal($m[2], number($m[1], 9999), isset($m[3]) ? ['id' => number($m[3], PHP_INT_MAX)] : []);
	}
	// json_decode takes 1.0 for 1 and the last of two equal members, so look at the text, too.
	$numbers = [];
	$names = 0;
	$indexed = preg_replace_callback('/"(?:[^"\\\\]|\\\\.)*+"(\s*:)?|-?\d[\d.eE+-]*/s', function ($m) use (&$numbers, &$names) {
		if ($m[0][0] === '"') {
			$names += count($m) - 1;
			return $m[0];
		}
		return array_push($numbers, $m[0]) - 1;
	}, $text);
	try {
		json_decode($text, false, 64, JSON_THROW_ON_ERROR);
		$answer = json_decode($indexed, false, 64, JSON_THROW_ON_ERROR);
	} catch (JsonException $e) {
		throw new Malformed($e->getMessage());
	}
	if (count_members($answer) !== $names) {
		throw new Malformed('a duplicate member');
	}
	if ($answer instanceof stdClass) {
		$m = members($answer, $numbers);
		if (!is_string($answer->error ?? null) || !isset($m['error_code'])) {
			throw new Malformed('an object, but no error');
		}
		throw new Refusal($answer->error, number($m['error_code'], 9999), array_diff_key($m, ['error' => 0, 'error_code' => 0]));
	}
	if (!is_array($answer)) {
		throw new Malformed('not a list');
	}
	return array_map(function ($row) use ($numbers, $all, $operators) {
		$m = $row instanceof stdClass ? members($row, $numbers) : throw new Malformed('a row is no object');
		if (isset($m['error']) || isset($m['error_code']) || ($m['sender'] ?? '') === '') {
			throw new Malformed('a row is no sender');
		}
		$sender = ['name' => is_string($row->sender) || ctype_digit($m['sender']) ? $m['sender'] : throw new Malformed('not a name')];
		unset($m['sender']);
		if ($all) {
			$sender['status'] = (int) number($m['status'] ?? '', 255);
			unset($m['status']);
		}
		if ($operators) {
			$registrations = array_intersect_key($m, array_flip(OPERATORS)) ?: throw new Malformed('no operator');
			$sender['registrations'] = array_map(fn($code) => (int) number($code, 255), $registrations);
			$m = array_diff_key($m, $registrations);
		}
		return $sender + ['extra' => $m];
	}, $answer);
}

// members returns the members of an object as text.
function members(stdClass $object, array $numbers): array {
	$members = array_map(fn($value) => match (true) {
		is_string($value) => $value,
		is_int($value) => $numbers[$value],
		is_bool($value) => json_encode($value),
		default => throw new Malformed('a member is no scalar'),
	}, (array) $object);
	return count($members) <= 64 ? $members : throw new Malformed('too many members');
}

function count_members(mixed $value): int {
	$own = $value instanceof stdClass ? count((array) $value) : 0;
	return is_scalar($value) || $value === null ? 0 : $own + array_sum(array_map('count_members', (array) $value));
}

// number returns a decimal number that is not larger than most.
function number(string $text, int $most = PHP_INT_MAX): string {
	$isNumber = preg_match('/^(0|[1-9]\d*)$/D', $text) && (string) (int) $text === $text && (int) $text <= $most;
	return $isNumber ? $text : throw new Malformed('not a number in range');
}
