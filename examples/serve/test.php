<?php
// Tests client.php against smscodec serve, which it steers by the control port. Needs
// nothing but PHP. See docs/control.yaml.

require __DIR__ . '/client.php';

// control makes a request to the control port.
function control(string $method, string $path, ?array $body = null): mixed {
	$answer = file_get_contents(getenv('SMSCODEC_CONTROL') . $path, false, stream_context_create(['http' => [
		'method' => $method,
		'content' => $body === null ? '' : json_encode($body),
		'header' => 'Content-Type: application/json',
	]]));
	if ($answer === false) {
		throw new RuntimeException("$method $path failed");
	}
	return json_decode($answer, true);
}

function same(mixed $want, mixed $got): void {
	if ($got !== $want) {
		throw new RuntimeException('got ' . json_encode($got) . ', want ' . json_encode($want));
	}
}

$tests = [
	'a new name is approved' => function (Senders $client) {
		same(4, $client->add('Shop', 'a shop'));
		same(0, $client->names()['Shop']);
		control('PUT', '/status', ['name' => 'Shop', 'status' => 1]);
		same(1, $client->names()['Shop']);
	},
	'it asks again after two bad gateways' => function (Senders $client) {
		control('PUT', '/faults', ['faults' => ['bad-gateway'], 'requests' => 2]);
		same(3, count($client->names()));
		same(3, count(control('GET', '/requests')['requests']));
	},
	'too many equal requests, until a minute later' => function (Senders $client) {
		for ($i = 0; $i < 3; $i++) {
			$client->names();
		}
		try {
			$client->names();
			throw new RuntimeException('no refusal');
		} catch (Refusal $refusal) {
			same(9, $refusal->getCode());
		}
		control('POST', '/clock', ['advance_seconds' => 60]);
		same(3, count($client->names()));
	},
	'a comment arrives' => function (Senders $client) {
		$client->add('Shop', 'Магазин');
		same('Магазин', control('GET', '/requests')['requests'][0]['form']['cmt']);
	},
];

foreach ($tests as $name => $test) {
	control('POST', '/reset');
	$test(new Senders(getenv('SMSCODEC_URL'), 'demo', 'demo'));
	echo "✔ PHP: $name\n";
}
