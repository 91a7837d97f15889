import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { proxyFetch } from './proxy-fetch.ts'

async function listening(t: TestContext, server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A target that answers `pong`, and a proxy that notes what passes through it. */
async function network(t: TestContext): Promise<{ target: string; proxy: string; passed: string[] }> {
  const passed: string[] = []
  const target = await listening(
    t,
    createServer((request, response) => response.end(`pong ${request.headers['if-none-match'] ?? ''}`)),
  )
  const proxy = createServer((request, response) => {
    passed.push(`${request.method} ${request.url}`)
    void fetch(request.url ?? '', { headers: { 'if-none-match': String(request.headers['if-none-match']) } }).then(
      async (answer) => response.end(await answer.text()),
    )
  })
  proxy.on('connect', (request, socket, head) => {
    passed.push(`CONNECT ${request.url}`)
    const [host, port] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  return { target, proxy: await listening(t, proxy), passed }
}

test('goes through the proxy that the environment names, headers and all', async (t) => {
  const { target, proxy, passed } = await network(t)
  const response = await proxyFetch({ HTTP_PROXY: proxy })(target, { headers: { 'if-none-match': '"one"' } })
  assert.equal(await response.text(), 'pong "one"')
  assert.equal(passed.length, 1)
})

test('goes straight where the environment says so, and where it names no proxy', async (t) => {
  const { target, proxy, passed } = await network(t)
  for (const variables of [{ HTTP_PROXY: proxy, NO_PROXY: '127.0.0.1' }, {}]) {
    assert.equal(await (await proxyFetch(variables)(target, {})).text(), 'pong ')
  }
  assert.deepEqual(passed, [])
})
