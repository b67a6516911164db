<?php
// How the SMSC transport of Symfony Notifier reads the answers of smscodec serve.
//
//	php symfony.php NAME=URL...
//
// The transport asks sys/send.php alone, at https. So its requests are sent on to serve
// with an operation on sender names added: what is tested is how it reads answers.

require 'Symfony/Component/HttpClient/autoload.php';
require 'Symfony/Component/Notifier/autoload.php';
require 'Symfony/Component/Notifier/Bridge/Smsc/autoload.php';

use Symfony\Component\HttpClient\MockHttpClient;
use Symfony\Component\HttpClient\Response\MockResponse;
use Symfony\Component\Notifier\Bridge\Smsc\SmscTransport;
use Symfony\Component\Notifier\Exception\TransportException;
use Symfony\Component\Notifier\Message\SmsMessage;

$urls = [];
foreach (array_slice($argv, 1) as $server) {
	[$name, $url] = explode('=', $server, 2);
	$urls[$name] = $url;
}

// send returns what the transport makes of an answer: 'success', or its error.
function send(string $url, string $operation, string $password = 'demo'): string {
	$client = new MockHttpClient(function (string $method, string $asked, array $options) use ($url, $operation): MockResponse {
		if ($method !== 'POST' || $asked !== 'https://smsc.ru/sys/send.php') {
			throw new Exception("$method $asked");
		}
		$body = file_get_contents("$url?$operation", false, stream_context_create(['http' => [
			'method' => 'POST', 'content' => $options['body'], 'header' => 'Content-Type: application/x-www-form-urlencoded',
			'timeout' => 5, 'ignore_errors' => true,
		]]));
		return new MockResponse($body, ['http_code' => (int) explode(' ', $http_response_header[0])[1]]);
	});
	try {
		(new SmscTransport('demo', $password, 'zxcabs', $client))->send(new SmsMessage('79001234567', 'text'));
	} catch (TransportException $e) {
		return $e->getMessage();
	}
	return 'success';
}

const UNREADABLE = 'Could not decode the response from remote smsc.ru server.';

foreach ([
	['a list, as a success', 'whole', 'get=1', 'demo', 'success'],
	['a change', 'whole', 'chg=1&cmt=x', 'demo', 'success'],
	['a refusal', 'whole', 'get=1', 'wrong', 'Unable to send the SMS: code = 2, message = "authorise error".'],
	['a refusal of the sender', 'whole', 'send_code=1', 'demo', 'Unable to send the SMS: code = 7, message = "invalid number".'],
	// From here on it does not understand.
	['a bare OK, as a failure', 'bare-ok', 'chg=1&cmt=x', 'demo', UNREADABLE],
	['a plain error, without the code', 'plain-error', 'get=1', 'wrong', UNREADABLE],
	['a byte order mark, without the code', 'bom', 'get=1', 'wrong', UNREADABLE],
	['an empty answer, as a failure', 'empty', 'get=1', 'demo', UNREADABLE],
	['a bad gateway, without the status', 'bad-gateway', 'get=1', 'demo', 'Unexpected response from remote smsc.ru server.'],
] as [$what, $server, $operation, $password, $want]) {
	$got = send($urls[$server], $operation, $password);
	if ($got !== $want) {
		echo "✖ Symfony: $what: $got\n";
		exit(1);
	}
	echo "✔ Symfony: $what\n";
}
