// Package smschttp carries the answers of package smscodec over HTTP: it reads one out
// of an http.Response, writes one to an http.ResponseWriter, and tells which failures are
// temporary and worth retrying. It imports only the standard library and smscodec.
//
// # A client
//
// An SDK makes its request in its own way, and hands over the response:
//
//	form := req.Query()
//	form.Set("login", login)
//	form.Set("psw", password)
//	resp, err := client.PostForm("https://smsc.ru/sys/senders.php", form)
//	if err != nil {
//		return err
//	}
//	defer resp.Body.Close()
//	reply, err := smschttp.ReadReply(resp, req)
//
// The form also has the parameters of the operation, which the vendor documents: sender
// and cmt for add; sender or id, and cmt, for chg; sender for send_code; sender and code
// for check_code; sender or id for del.
//
// Send the parameters by POST, in the body. In a URL, logins and passwords end up in the
// logs of proxies, and in the text of the *url.Error that http.Client returns.
//
// Give the client a timeout, and a CheckRedirect that returns http.ErrUseLastResponse: the
// endpoint does not redirect, and a redirect target would receive the password.
//
// The type of the error tells what failed:
//
//	the server refused the request        *smscodec.APIError
//	the answer is malformed               *smscodec.ParseError
//	the response is not an answer         *ResponseError
//	the body is too large                 *TooLargeError
//	the connection broke while reading    the error of the connection, wrapped
//
// The server refuses with HTTP 200, as recorded answers show. A status outside 200 to 299
// therefore comes from something else: a proxy, a load balancer, or a web server whose PHP
// is down.
//
// # Charset
//
// The bytes are decoded in the charset of the Content-Type header, or of the request if
// the header has none. The header takes precedence because the server wrote it: without
// the charset parameter, recorded answers have windows-1251 there.
//
// The media type is ignored. Only that of JSON is recorded. What the server sends with
// plain text and CSV is not known: text/html, PHP's default, must not make an answer an
// HTML page. Pages are recognised by their bodies, and so are the error messages that PHP
// sends with status 200.
//
// # Retries
//
// [Retryable] tells which errors are temporary, and for how long. Whether the request may
// be sent again depends on the operation. get may be repeated within the server's limits,
// and repeating chg changes nothing. For the others, the answer may have been lost after
// the work was done: del is then refused because there is no such name, send_code because
// a code was sent, and add adds another name or is refused. So check with get before you
// repeat them.
//
// It is not known how the server answers for an account without sender names. In JSON
// and XML, an empty list is written out, and is read as one. Two other answers may mean
// the same: code 3 in answer to get, because sibling endpoints refuse an empty list with
// it, and an empty body in plain and CSV. Such a body is more likely a lost answer, and
// is an error here: see [Reader.ReadReply].
//
// # A server
//
// [WriteReply] is for the other side: fakes, proxies and gateways. Package smsctest has a
// fake.
//
// # Security
//
// A body is read up to a bound, 1 MiB unless [Reader] has another. No error shows the
// request's URL. If a body is not an answer, the error says what it is, and quotes
// nothing from it.
//
// An answer may quote the request. So errors, and the departures that Codec.Report gets,
// hide the secret values that the request sent in its URL, its form, its credentials and
// its cookies, however they are escaped; those of the requests before a redirect, too. If a request's body cannot be read
// again, or is not a form, its secrets are not known. Then the error keeps the text of a
// refusal only if that text has been recorded from the server.
package smschttp
