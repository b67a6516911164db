<?php
// A decoder of the answer to get=1&fmt=1 that splits at commas, as the vendor's PHP library
// reads answers: explode(",", $ret), and an error if the second part is negative. The
// report of smscodec conform --only-format csv says what that loses.

class Refusal extends Exception {}

const OPERATORS = ['mega', 'mts', 'mega_step', 'bee_step', 'motiv_step', 'mts_step', 'tele2_step', 'tele2', 'ua_reg', 'ua_int'];

function decode_list(string $body, string $charset, bool $all, bool $operators): array {
	$senders = [];
	foreach (explode("\n", $body) as $line) {
		$m = explode(',', $line);
		if (isset($m[1]) && $m[1] < 0) {
			throw new Refusal('', -$m[1]);
		}
		$sender = ['name' => $m[0]];
		if ($all) {
			$sender['status'] = (int) $m[1];
		}
		if ($operators) {
			$sender['registrations'] = array_combine(OPERATORS, array_map('intval', array_slice($m, 1)));
		}
		$senders[] = $sender;
	}
	return $senders;
}
