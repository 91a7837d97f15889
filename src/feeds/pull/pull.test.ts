import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { FeedError, feeds, pullFeed, type Pulled, type PulledFile } from '../index.ts'
import { scratchFolder } from '../testing.ts'

const body = Buffer.from(JSON.stringify({ catalogVersion: '1', vulnerabilities: [], filling: 'x'.repeat(100_000) }))
const kev = feeds[2]

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

interface Server {
  readonly url: string
  readonly requests: IncomingMessage[]
}

/** A server on this machine that answers each request by a function. */
async function serve(t: TestContext, answer: Answer): Promise<Server> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response, requests.length)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feeds/kev.json`, requests }
}

/** A server's answer that breaks off: a part of the body is sent, and when it has come the line is cut. */
function broken() {
  const { promise: isThere, resolve: arrived } = Promise.withResolvers<void>()
  const breakOff = (response: ServerResponse): void => {
    response.write(body.subarray(0, 40_000))
    void isThere.then(() => response.destroy())
  }
  return { breakOff, arrived }
}

interface Run {
  readonly url: string
  readonly folder: string
  readonly before?: readonly PulledFile[]
  readonly waits?: number[]
  /** Called when something has come. */
  readonly arrived?: () => void
}

async function pull({
  url,
  folder,
  before = [],
  waits = [],
  arrived = () => undefined,
}: Run): Promise<readonly Pulled[]> {
  return await Array.fromAsync(
    pullFeed({
      feed: kev,
      urls: [url],
      folder,
      fetch,
      now: () => new Date('2026-11-25T12:00:00Z'),
      before,
      onProgress: arrived,
      patience: {
        wait: (delayMs) => {
          waits.push(delayMs)
          return Promise.resolve()
        },
        random: () => 1,
      },
    }),
  )
}

async function errorOf(run: Run): Promise<FeedError> {
  const error: unknown = await pull(run).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  assert.ok(error instanceof FeedError, `expected a FeedError, got ${String(error)}`)
  return error
}

test('fetches a file whole, and finds it unchanged the next time', async (t) => {
  const { url, requests } = await serve(t, (request, response) => {
    if (request.headers['if-none-match'] === '"one"') response.writeHead(304).end()
    else response.writeHead(200, { etag: '"one"', 'last-modified': 'Wed, 25 Nov 2026 10:00:00 GMT' }).end(body)
  })
  const folder = scratchFolder(t)
  const [first] = await pull({ url, folder })
  assert.equal(first?.isNew, true)
  assert.equal(first.file.sizeBytes, body.length)
  assert.match(first.file.sha256, /^[0-9a-f]{64}$/)
  assert.deepEqual(readdirSync(folder), ['feeds-kev.json'])
  assert.deepEqual(readFileSync(first.file.path), body)

  const [second] = await pull({ url, folder, before: [first.file] })
  assert.equal(second?.isNew, false)
  assert.equal(requests[1]?.headers['if-modified-since'], 'Wed, 25 Nov 2026 10:00:00 GMT')
})

test('asks again without conditions when the file of the last pull is no longer whole', async (t) => {
  const { url, requests } = await serve(t, (_, response) => response.writeHead(200, { etag: '"one"' }).end(body))
  const folder = scratchFolder(t)
  const [first] = await pull({ url, folder })
  assert.ok(first)
  writeFileSync(first.file.path, 'cut')
  const [second] = await pull({ url, folder, before: [first.file] })
  assert.equal(requests[1]?.headers['if-none-match'], undefined)
  assert.equal(second?.isNew, false)
  assert.deepEqual(readFileSync(first.file.path), body)
})

test('goes on where a transfer broke off', async (t) => {
  const { breakOff, arrived } = broken()
  const { url, requests } = await serve(t, (request, response, count) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const headers = { etag: '"one"', 'content-length': body.length - from }
    if (from > 0)
      response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` })
    else response.writeHead(200, headers)
    if (count === 1) breakOff(response)
    else response.end(body.subarray(from))
  })
  const waits: number[] = []
  const [pulled] = await pull({ url, folder: scratchFolder(t), waits, arrived })
  assert.deepEqual(readFileSync(pulled?.file.path ?? ''), body)
  assert.equal(requests[1]?.headers['if-range'], '"one"')
  assert.match(requests[1]?.headers.range ?? '', /^bytes=[1-9]\d*-$/)
  assert.deepEqual(waits, [1000])
})

test('begins anew when the file has changed since the transfer broke off', async (t) => {
  const other = Buffer.from('{"catalogVersion":"2","vulnerabilities":[]}')
  const { breakOff, arrived } = broken()
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1) {
      response.writeHead(200, { etag: '"one"', 'content-length': body.length })
      breakOff(response)
    } else response.writeHead(200, { etag: '"two"' }).end(other)
  })
  const [pulled] = await pull({ url, folder: scratchFolder(t), arrived })
  assert.deepEqual(readFileSync(pulled?.file.path ?? ''), other)
  assert.equal(pulled?.file.etag, '"two"')
})

test('continues no transfer that the server named only weakly', async (t) => {
  const { breakOff, arrived } = broken()
  const { url, requests } = await serve(t, (_, response, count) => {
    response.writeHead(200, { etag: 'W/"one"', 'content-length': body.length })
    if (count === 1) breakOff(response)
    else response.end(body)
  })
  const [pulled] = await pull({ url, folder: scratchFolder(t), arrived })
  assert.equal(requests[1]?.headers.range, undefined)
  assert.deepEqual(readFileSync(pulled?.file.path ?? ''), body)
})

test('waits as long as a busy server asks, and longer each time', async (t) => {
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1) response.writeHead(503, { 'retry-after': '7' }).end()
    else if (count === 2) response.writeHead(429).end()
    else if (count === 3) response.destroy()
    else response.writeHead(200).end(body)
  })
  const waits: number[] = []
  await pull({ url, folder: scratchFolder(t), waits })
  assert.deepEqual(waits, [7000, 2000, 4000])
})

test('gives up after six tries, keeps what came, and says so', async (t) => {
  const { url, requests } = await serve(t, (_, response) => response.writeHead(502, 'Bad Gateway').end())
  const error = await errorOf({ url, folder: scratchFolder(t) })
  assert.equal(error.code, 'network')
  assert.match(error.message, /the server answers 502 Bad Gateway \(6 tries\); check the network and the proxy/)
  assert.equal(requests.length, 6)
})

test('does not try again what no other try will cure', async (t) => {
  const { url, requests } = await serve(t, (_, response) => response.writeHead(404, 'Not Found').end())
  const error = await errorOf({ url, folder: scratchFolder(t) })
  assert.match(error.message, /404 Not Found; the feed has moved/)
  assert.equal(requests.length, 1)
})

test('names the sign-in page of a proxy, and keeps the file that was there', async (t) => {
  const page = '<!DOCTYPE html><html><body>Please sign in</body></html>'
  const { url } = await serve(t, (_, response, count) => {
    if (count === 1) response.writeHead(200).end(body)
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page)
  })
  const folder = scratchFolder(t)
  const [first] = await pull({ url, folder })
  assert.ok(first)
  const error = await errorOf({ url, folder, before: [first.file] })
  assert.equal(error.code, 'unknownFormat')
  assert.match(error.message, /sign-in page of a proxy; let Auscult through/)
  assert.deepEqual(readFileSync(first.file.path), body)
})

test('follows redirects, but not for ever', async (t) => {
  const { url } = await serve(t, (request, response, count) => {
    if (request.url === '/feeds/kev.json' && count === 1) response.writeHead(302, { location: '/elsewhere' }).end()
    else if (request.url === '/elsewhere') response.writeHead(200).end(body)
    else response.writeHead(302, { location: '/round' }).end()
  })
  const [pulled] = await pull({ url, folder: scratchFolder(t) })
  assert.deepEqual(readFileSync(pulled?.file.path ?? ''), body)
  const error = await errorOf({ url: url.replace('/feeds', '/round'), folder: scratchFolder(t) })
  assert.match(error.message, /more than 5 redirects/)
})

test('never follows a redirect out of http', async (t) => {
  const { url } = await serve(t, (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end())
  assert.match((await errorOf({ url, folder: scratchFolder(t) })).message, /it redirects to file:/)
})

test('of a thousand redirects that lead on and on six are asked for', async (t) => {
  let asked = 0
  const { url } = await serve(t, (_, response) => {
    asked += 1
    response.writeHead(302, { location: `/hop/${asked}` }).end()
  })
  assert.match((await errorOf({ url, folder: scratchFolder(t) })).message, /more than 5 redirects/)
  assert.equal(asked, 6)
})

test('a redirect from https to http is not followed', async (t) => {
  const asked: string[] = []
  const fetchAt = async (address: string): Promise<Response> => {
    asked.push(address)
    return new Response(null, { status: 302, headers: { location: 'http://feeds.example/kev.json' } })
  }
  const pulls = pullFeed({
    feed: kev,
    urls: ['https://feeds.example/kev.json'],
    folder: scratchFolder(t),
    fetch: fetchAt,
    now: () => new Date(),
  })
  await assert.rejects(Array.fromAsync(pulls), /never fetched in clear after https/)
  assert.deepEqual(asked, ['https://feeds.example/kev.json'])
})

test('files of two addresses never share a name', async (t) => {
  const { url } = await serve(t, (request, response) => response.writeHead(200).end(request.url))
  const base = url.replace('/feeds/kev.json', '')
  const urls = [`${base}/a/Debian/all.zip`, `${base}/b/Debian/all.zip`, `${base}/a/npm/all.zip`]
  const folder = scratchFolder(t)
  await Array.fromAsync(pullFeed({ feed: kev, urls, folder, fetch, now: () => new Date() }))
  assert.equal(new Set(readdirSync(folder)).size, 3)
  assert.ok(readdirSync(folder).includes('npm-all.zip'))
  assert.ok(readdirSync(folder).every((name) => !name.includes('/') && join(folder, name).startsWith(folder)))
})

for (const url of ['ftp://feeds.example/x.json', 'kev.json', 'file:///etc/passwd']) {
  test(`refuses the address ${url}`, async (t) => {
    assert.match((await errorOf({ url, folder: scratchFolder(t) })).message, /it is no http or https address/)
  })
}

test('stops at once when the signal says so', async (t) => {
  const { url } = await serve(t, (_, response) => response.writeHead(200).write(body))
  const stop = new AbortController()
  const pulling = Array.fromAsync(
    pullFeed({
      feed: kev,
      urls: [url],
      folder: scratchFolder(t),
      fetch,
      now: () => new Date(),
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    }),
  )
  await assert.rejects(pulling, /enough/)
})

test('a redirect from the internet to a private machine is not followed, one within a private network is', async (t) => {
  const asked: string[] = []
  const pullFrom = async (url: string, location: string): Promise<unknown> => {
    asked.length = 0
    const fetchAt = async (address: string): Promise<Response> => {
      asked.push(address)
      return address === url ? new Response(null, { status: 302, headers: { location } }) : new Response(body)
    }
    const resolve = async (host: string): Promise<string[]> =>
      host === 'inside.example' ? ['10.0.0.5'] : ['93.184.216.34']
    const given = { feed: kev, urls: [url], folder: scratchFolder(t), fetch: fetchAt, resolve, now: () => new Date() }
    return Array.fromAsync(pullFeed(given))
  }
  const outside = 'https://feeds.example/kev.json'
  for (const to of [
    'https://192.168.1.7/kev.json',
    'https://[::1]/kev.json',
    'https://printer.local/',
    'https://inside.example/',
  ]) {
    await assert.rejects(pullFrom(outside, to), /which is a private address/)
    assert.deepEqual(asked, [outside])
  }
  await pullFrom(outside, 'https://other.example/kev.json')
  assert.equal(asked.length, 2)
  await pullFrom('https://inside.example/kev.json', 'https://192.168.1.7/kev.json')
  assert.equal(asked.length, 2)
})
