// Records HAR files of a browser that talks to the fake server:
//
//	node record.js BROWSER DIRECTORY URL DEPARTING FAULTY...
//
// URL is the endpoint of a fake, DEPARTING that of one that departs from the page as
// the real server does, and each FAULTY that of one with a fault.
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { harFromMessages } from 'chrome-har';
import puppeteer from 'puppeteer-core';

const [executablePath, directory, url, departing, ...faulty] = process.argv.slice(2);
const account = { login: 'demo', psw: 'demo' };

const browser = await puppeteer.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--no-first-run', '--no-proxy-server',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-web-security', // a page may read what other servers answer
  ],
});

// record keeps what the network says while a page, which is on another path of
// the same server, evaluates expressions one after the other.
async function record(name, origin, expressions) {
  const page = await browser.newPage();
  const client = await page.createCDPSession();
  const messages = [];
  const bodies = [];
  const responses = new Map();
  for (const method of [
    'Page.frameStartedLoading', 'Page.loadEventFired', 'Page.domContentEventFired',
    'Network.requestWillBeSent', 'Network.responseReceived', 'Network.responseReceivedExtraInfo',
    'Network.dataReceived', 'Network.loadingFinished', 'Network.loadingFailed', 'Network.requestServedFromCache',
  ]) {
    client.on(method, params => {
      messages.push({ method, params });
      if (method === 'Network.responseReceived') {
        responses.set(params.requestId, params.response);
      }
      if (method === 'Network.loadingFinished') {
        const response = responses.get(params.requestId);
        bodies.push(client.send('Network.getResponseBody', { requestId: params.requestId }).then(
          ({ body, base64Encoded }) => {
            response.body = body;
            response.encoding = base64Encoded ? 'base64' : undefined;
          },
          () => {}, // a response without a body
        ));
      }
    });
  }
  await client.send('Page.enable');
  await client.send('Network.enable');
  await page.goto(new URL('/console', origin).href);
  for (const expression of expressions) {
    await client.send('Runtime.evaluate', {
      expression: `(${expression}).then(r => r.arrayBuffer()).catch(() => {})`,
      awaitPromise: true,
    });
  }
  await Promise.all(bodies);
  await page.close();

  const har = harFromMessages(messages, { includeTextFromResponseBody: true });
  for (const entry of har.log.entries) {
    for (const member of Object.keys(entry).filter(member => member.startsWith('_initiator'))) {
      delete entry[member]; // where in this script
    }
  }
  await writeFile(join(directory, name), JSON.stringify(har, null, 2) + '\n');
}

const get = (url, parameters) => `fetch(${JSON.stringify(`${url}?${new URLSearchParams({ ...account, ...parameters })}`)})`;
const form = parameters => `new URLSearchParams(${JSON.stringify({ ...account, ...parameters })})`;
const post = (url, parameters) => `fetch(${JSON.stringify(url)}, { method: 'POST', body: ${form(parameters)} })`;
const multipart = (url, parameters) => `(() => {
  const body = new FormData();
  for (const [name, value] of ${form(parameters)}) body.append(name, value);
  return fetch(${JSON.stringify(url)}, { method: 'POST', body });
})()`;

const expressions = [];
for (const fmt of ['0', '1', '2', '3']) {
  for (const charset of ['', 'utf-8', 'koi8-r']) {
    const parameters = { get: '1', fmt, ...charset && { charset } };
    expressions.push(get(url, { ...parameters, all: '1' }), post(url, { ...parameters, operators: '1' }));
  }
}
for (const fmt of ['0', '1', '2', '3']) {
  const parameters = { fmt, charset: 'utf-8' };
  const sender = `Shop ${fmt}`;
  expressions.push(
    multipart(url, { ...parameters, add: '1', sender, cmt: 'Магазин & "склад"' }),
    post(url, { ...parameters, chg: '1', id: String(4 + Number(fmt)), cmt: 'Новый' }),
    get(url, { ...parameters, del: '1', sender }),
    get(url, { ...parameters, del: '1', sender }),
    get(url, { ...parameters, psw: 'wrong', get: '1' }),
  );
}
expressions.push(`fetch('/sys/balance.php?login=demo&psw=demo')`);
await record('chromium.har', url, expressions);

await record('session.har', departing, [
  get(departing, { get: '1', fmt: '0', charset: 'utf-8' }),
  get(departing, { get: '1', fmt: '3', charset: 'utf-8', all: '1' }),
  get(departing, { get: '1', fmt: '3', charset: 'utf-8', operators: '1' }),
  get(departing, { get: '1', fmt: '1', charset: 'utf-8', operators: '1' }),
  post(departing, { chg: '1', fmt: '3', charset: 'utf-8', id: '1', cmt: 'our shop' }),
  `fetch('/logo.png')`,
]);

// A server of its own has what the fake does not answer: Cyrillic, of which the
// browser makes text or base64, and other things than answers.
const shop = Buffer.from([...'name = '].map(c => c.charCodeAt()).concat(0xcc, 0xe0, 0xe3, 0xe0, 0xe7, 0xe8, 0xed)); // Магазин in windows-1251
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, url);
  if (pathname === '/gone') {
    request.socket.destroy();
    return;
  }
  response.setHeader('Content-Type', searchParams.get('type') ?? 'image/gif');
  response.end(pathname === '/pixel' ? Buffer.from('GIF89a') : shop);
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const other = `http://127.0.0.1:${server.address().port}`;

await record('chromium-others.har', url, [
  ...faulty.flatMap(url => ['0', '3'].map(fmt => get(url, { get: '1', fmt }))),
  ...['text/plain; charset=windows-1251', 'text/plain', 'application/octet-stream', 'application/x-unheard-of'].map(
    type => get(`${other}/sys/senders.php`, { get: '1', type }),
  ),
  `fetch('${other}/pixel')`, `fetch('${other}/gone')`,
]);

server.close();
await browser.close();
