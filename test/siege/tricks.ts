import { Answers } from './attack.ts'
import type { Target } from './attack.ts'
import { connectRaw, headOf, statusOf } from './raw.ts'

const LIMIT_MS = 20_000
/** Never 5xx other than "come again", never an answer to what cannot be understood. */
const refusals = [
  '400',
  '401',
  '403',
  '404',
  '405',
  '406',
  '408',
  '411',
  '413',
  '414',
  '415',
  '417',
  '421',
  '422',
  '426',
  '429',
  '431',
  '501',
  '503',
  '505',
  'closed',
]

interface Trick {
  readonly what: string
  readonly bytes: (target: Target) => string
  /** Answers besides refusals that are right too. */
  readonly also?: readonly string[]
}

/** Requests that are malformed, ambiguous or meant to confuse. */
export async function tricks(target: Target): Promise<Answers> {
  const answers = new Answers()
  for (const { what, bytes, also = [] } of all) {
    const socket = connectRaw(target.place)
    socket.write(Buffer.from(bytes(target), 'latin1'))
    const answer = await statusOf(socket, LIMIT_MS)
    answers.note(answer, [...refusals, ...also].includes(answer), what)
  }
  return answers
}

const ok = ['200', '304']
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Trick['bytes'] {
  return (target) =>
    headOf(target, `POST /api/v1${path}`, {
      'content-type': 'application/json',
      'content-length': String(body.length),
      ...headers,
    }) + body
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): Trick['bytes'] {
  return (target) => headOf(target, `GET ${path}`, headers)
}

const sbomPath = '/sboms?maker=a&model=b&version=1'

const all: readonly Trick[] = [
  { what: 'two lengths', bytes: post('/session', '{}', { 'Content-Length': '2', 'content-length ': '9' }) },
  { what: 'length and chunks at once', bytes: post('/session', '0\r\n\r\n', { 'transfer-encoding': 'chunked' }) },
  { what: 'chunks of a strange size', bytes: get('/api/v1/health', { 'transfer-encoding': 'xchunked' }) },
  { what: 'a negative length', bytes: post('/session', '', { 'content-length': '-1' }) },
  { what: 'a length that is no number', bytes: post('/session', '', { 'content-length': '0x10' }) },
  { what: 'a foreign host', bytes: get('/api/v1/ask?q=a', { host: 'evil.example' }) },
  { what: 'a host with our name in it', bytes: get('/api/v1/ask?q=a', { host: 'localhost.evil.example:80' }) },
  { what: 'no host', bytes: () => 'GET /api/v1/ask?q=a HTTP/1.1\r\n\r\n' },
  { what: 'two hosts', bytes: get('/api/v1/ask?q=a', { Host: 'evil.example' }) },
  { what: 'a whole address in the line', bytes: get('http://evil.example/api/v1/ask?q=a') },
  { what: 'HTTP/0.9', bytes: () => 'GET /\r\n\r\n' },
  { what: 'HTTP/2 at once', bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  { what: 'a TLS greeting', bytes: () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003' },
  { what: 'an upgrade', bytes: get('/api/v1/events', { connection: 'upgrade', upgrade: 'websocket' }), also: ok },
  { what: 'a method nobody knows', bytes: (target) => headOf(target, 'FROB /api/v1/ask?q=a') },
  { what: 'TRACE', bytes: (target) => headOf(target, 'TRACE /api/v1/health') },
  { what: 'CONNECT', bytes: (target) => headOf(target, 'CONNECT evil.example:443') },
  { what: 'a header of a megabyte', bytes: get('/api/v1/health', { 'x-long': 'x'.repeat(1_000_000) }) },
  {
    what: 'ten thousand headers',
    bytes: (target) =>
      headOf(
        target,
        'GET /api/v1/health',
        Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`x-${n}`, '1'])),
      ),
    also: ok,
  },
  { what: 'a folded header', bytes: get('/api/v1/health', { 'x-folded': 'a\r\n b' }), also: ok },
  { what: 'a header with a zero byte', bytes: get('/api/v1/health', { 'x-zero': 'a\u0000b' }) },
  { what: 'a bare line feed', bytes: () => 'GET /api/v1/health HTTP/1.1\nhost: localhost\n\n', also: ok },
  { what: 'a path out of the folder', bytes: get('/..%2f..%2f..%2f..%2fetc/passwd'), also: ok },
  { what: 'a path out of the folder, twice encoded', bytes: get('/assets/..%252f..%252fetc/passwd'), also: ok },
  { what: 'a path with a zero byte', bytes: get('/assets/%00'), also: ok },
  { what: 'bytes that are no UTF-8', bytes: get('/api/v1/ask?q=%ff%fe'), also: ok },
  { what: 'a broken percent sign', bytes: get('/api/v1/ask?q=%'), also: ok },
  { what: 'a broken percent sign in the path', bytes: get('/api/v1/devices/%') },
  { what: 'an address of a megabyte', bytes: get(`/api/v1/ask?q=${'a'.repeat(1_000_000)}`) },
  { what: 'the same parameter many times', bytes: get(`/api/v1/ask?${'q=a&'.repeat(500)}`) },
  { what: 'a parameter named __proto__', bytes: get('/api/v1/ask?q=a&__proto__[x]=1'), also: ok },
  { what: 'a limit out of range', bytes: get('/api/v1/devices?limit=1e9') },
  { what: 'a cursor of nonsense', bytes: get('/api/v1/devices?after=nonsense') },
  {
    what: 'a cursor that holds SQL',
    bytes: get(`/api/v1/devices?after=${Buffer.from(`["'; drop table device; --"]`).toString('base64url')}`),
    also: ok, // a place in the list like any other text
  },
  { what: 'an id that is none', bytes: get(`/api/v1/devices/${'1'.repeat(90)}`) },
  { what: 'an id with SQL', bytes: get("/api/v1/sboms/1'%20or%20'1'='1") },
  { what: 'a number too large', bytes: get('/api/v1/sboms/99999999999999999999') },
  { what: 'an organisation that is none', bytes: get("/api/v1/ask?q=a&organisation=x'--") },
  { what: 'a language that is none', bytes: get('/api/v1/ask?q=a&lang=../../etc'), also: ok },
  { what: 'very many languages', bytes: get('/api/v1/ask?q=a', { 'accept-language': 'a,'.repeat(5_000) }), also: ok },
  { what: 'very many entity tags', bytes: get('/api/v1/feeds', { 'if-none-match': '"a",'.repeat(3_000) }), also: ok },
  { what: 'ranges', bytes: get('/api/v1/openapi.json', { range: 'bytes=0-0,1-1,2-2' }), also: [...ok, '206', '416'] },
  { what: 'expect of something strange', bytes: post('/session', '{}', { expect: 'the-unexpected' }) },
  { what: 'JSON that is none', bytes: post('/session', '{"token":') },
  { what: 'JSON of a deep nest', bytes: post('/session', nested(100_000)) },
  { what: 'JSON with __proto__', bytes: post('/session', '{"__proto__":{"token":"x"}}') },
  { what: 'a token that is an object', bytes: post('/session', '{"token":{"$ne":null}}') },
  {
    what: 'a body in a strange charset',
    bytes: post('/session', '{}', { 'content-type': 'application/json; charset=utf-7' }),
  },
  {
    what: 'a body of a strange type',
    bytes: post('/session', '{}', { 'content-type': 'application/x-java-serialized-object' }),
  },
  { what: 'a compressed body', bytes: post('/session', 'xx', { 'content-encoding': 'gzip' }) },
  { what: 'an SBOM of a deep nest', bytes: post(sbomPath, nested(200_000)) },
  { what: 'an SBOM that is empty', bytes: post(sbomPath, '') },
  { what: 'an SBOM of zero bytes', bytes: post(sbomPath, '\u0000'.repeat(100_000)) },
  {
    what: 'a file name out of the folder',
    bytes: post('/feeds/osv/file?fileName=../../../../etc/cron.d/x', '{}', {
      'content-type': 'application/octet-stream',
    }),
    also: ['202'],
  },
  {
    what: 'a feed that is none',
    bytes: post('/feeds/..%2f..%2fx/file', '{}', { 'content-type': 'application/octet-stream' }),
  },
  { what: 'an idempotency key of a kilobyte', bytes: post('/rematches', '', { 'idempotency-key': 'k'.repeat(5_000) }) },
  {
    what: 'a cookie of nonsense',
    bytes: get('/api/v1/ask?q=a', { authorization: '', cookie: `auscult=${'x'.repeat(4_000)}; auscult=y` }),
  },
  { what: 'a wrong token', bytes: get('/api/v1/ask?q=a', { authorization: 'Bearer wrong' }) },
  { what: 'another kind of authorisation', bytes: get('/api/v1/ask?q=a', { authorization: 'Basic YTpi' }) },
  {
    what: 'ten thousand requests on one connection',
    bytes: (target) => headOf(target, 'GET /api/v1/health').repeat(10_000),
    also: ok,
  },
]
