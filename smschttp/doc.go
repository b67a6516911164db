// Package smschttp carries the answers of package smscodec over HTTP: it reads
// one out of an http.Response, writes one to an http.ResponseWriter, and says
// which failures will pass. It imports the standard library and smscodec only.
//
// # A client
//
// An SDK makes its request as it likes and hands over the response:
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
// The form has the operation's own parameters too, by the vendor's page: sender and
// cmt for add; sender or id, and cmt, for chg; sender for send_code; sender and code
// for check_code; sender or id for del.
//
// Send the parameters in the body, by POST. In a URL, logins and passwords end
// up in the logs of proxies, and in the text of the *url.Error that http.Client
// returns.
//
// Give the client a timeout, and a CheckRedirect that returns
// http.ErrUseLastResponse: the endpoint does not redirect, and who does would get
// the password.
//
// The error says who failed:
//
//	the server refused                      *smscodec.APIError
//	an answer, but malformed                *smscodec.ParseError
//	no answer: another server spoke         *ResponseError
//	more than is read                       *TooLargeError
//	the connection broke while reading      what the connection says, wrapped
//
// The server refuses with HTTP 200, as recorded answers show, so any status
// outside 200 to 299 comes from somebody else: a proxy, a balancer, a web
// server whose PHP is down.
//
// # Charset
//
// The bytes are in the charset of the Content-Type header where that has one,
// else in the request's. The header goes first, as it is the server's own word:
// without the charset parameter, recorded answers have windows-1251 there.
//
// The media type itself is not looked at. It is recorded for JSON alone, and
// what plain text and CSV come with is not known: text/html, PHP's default, must
// not make an answer a page. A page is known by its body, as is what PHP says of its
// errors with status 200.
//
// # Retries
//
// [Retryable] knows which errors pass by themselves, and when. Whether to ask
// again is another question. get may be asked as often as the server lets, and chg
// changes nothing the second time. But of the others the answer may have been lost
// on its way back, with the work done: del then says that there is no such name,
// send_code that a code was sent, and add adds or refuses, so look with get before.
//
// # A server
//
// [WriteReply] is the other side, for fakes, proxies and gateways. Package
// smsctest is such a fake.
//
// # Security
//
// A body is read up to a bound, 1 MiB unless [Reader] has another. No error shows
// the request's URL. Of a body that is no answer, errors say what it is, and quote
// nothing. What they have of an answer, which may quote the request, is without the
// secret values that the request sent in its URL, a form, credentials and cookies,
// those of the requests before a redirect too, however escaped. Where a request's body
// cannot be read again, or is no form, its secrets are not known: then the text of a
// refusal is kept only if it is one that has been recorded.
package smschttp
