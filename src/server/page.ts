import fastifyStatic from '@fastify/static'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServerError } from './error.ts'
import type { App } from './route.ts'
import { pagePolicy } from './security-headers.ts'

/** Stands in index.html where the nonce of each answer goes. */
const noncePlace = '__CSP_NONCE__'
const year = 'public, max-age=31536000, immutable'

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Auscult</title>
<p>The page is not built: run <code>npm run build:web</code>, then start the server again. The interface under <code>/api/v1</code> works.</p></html>
`

/** The page: files as they were built, and its one document for every address that is no file and no part of the interface. */
export async function servePage(app: App, folder: string): Promise<void> {
  const document = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
  if (document !== undefined) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false, // only what was there at the start has an address
      index: false,
      globIgnore: ['index.html', '**/.*'],
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.startsWith(join(folder, 'assets')) ? year : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ''] = request.url.split('?')
    if (path.startsWith('/api'))
      throw new ServerError('pathUnknown', 'there is nothing at this address; /api/v1/openapi.json tells what there is')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new ServerError('methodUnknown', 'pages are read only, by GET', { headers: { allow: 'GET, HEAD' } })
    if (/\.(?:js|css|map|svg|png|ico|woff2|json|txt|xml|html)$/.test(path))
      throw new ServerError(
        'pathUnknown',
        'there is no such file; a page that was open before an update is loaded anew',
      )
    const { policy, nonce } = pagePolicy()
    reply.header('content-security-policy', policy).header('cache-control', 'no-store').type('text/html; charset=utf-8')
    return reply.send((document ?? notBuilt).replaceAll(noncePlace, nonce))
  })
}
