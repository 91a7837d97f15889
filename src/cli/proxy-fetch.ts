import { lookup } from 'node:dns/promises'
import type { EnvHttpProxyAgent } from 'undici'
import type { Variables } from './environment.ts'

/**
 * A `fetch` that goes through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name (upper or lower case), or straight when none is named.
 * Node's own `fetch` knows no proxy, and refuses the agents of a newer undici, so this is undici's; loaded when something is first fetched.
 */
export function proxyFetch(variables: Variables): (url: string, init: RequestInit) => Promise<Response> {
  const valueOf = (name: string): string => variables[name.toLowerCase()] || variables[name] || ''
  let agent: EnvHttpProxyAgent | undefined
  return async (url, { method, headers, body, redirect, signal }) => {
    const { EnvHttpProxyAgent: ProxyAgent, fetch: undiciFetch } = await import('undici')
    const dispatcher = (agent ??= new ProxyAgent({
      httpProxy: valueOf('HTTP_PROXY'),
      httpsProxy: valueOf('HTTPS_PROXY') || valueOf('HTTP_PROXY'),
      noProxy: valueOf('NO_PROXY'),
    }))
    const fields = Object.fromEntries(new Headers(headers))
    return await undiciFetch(url, {
      dispatcher,
      headers: fields,
      ...(method === undefined ? {} : { method }),
      ...(typeof body === 'string' ? { body } : {}),
      redirect: redirect ?? 'follow',
      signal: signal ?? null,
    })
  }
}

/** The addresses of a host; undefined where a proxy is named, since it looks names up by itself. */
export function lookUp(variables: Variables): ((host: string) => Promise<readonly string[]>) | undefined {
  const hasProxy = ['HTTPS_PROXY', 'HTTP_PROXY'].some(
    (name) => (variables[name.toLowerCase()] || variables[name] || '') !== '',
  )
  if (hasProxy) return undefined
  return async (host) => (await lookup(host, { all: true })).map(({ address }) => address)
}
