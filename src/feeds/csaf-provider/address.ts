import { FeedError } from '../feed-error.ts'
import { leadsToPrivate } from '../private-address.ts'
import type { Reach } from './provider.ts'

/**
 * Throws `FeedError` unless the address is https, without credentials, and leads to no private machine: what a provider writes into its indexes must
 * not make Auscult ask the hospital's own servers.
 */
export async function checkAddress(url: string, { allowsPrivate, resolve }: Reach): Promise<URL> {
  const address = URL.parse(url)
  if (address === null || !['https:', 'http:'].includes(address.protocol))
    throw notAllowed(url, 'it is no https address')
  if (address.username !== '' || address.password !== '') throw notAllowed(url, 'it holds a name or password')
  const isPrivate = await leadsToPrivate(address, resolve)
  if (isPrivate && !allowsPrivate) throw notAllowed(url, 'it leads to a private address; --allow-private permits that')
  if (address.protocol === 'http:' && !isPrivate) throw notAllowed(url, 'it is not encrypted')
  return address
}

function notAllowed(url: string, because: string): FeedError {
  const remedy = 'ask the provider to correct it, or import the documents from a folder'
  return new FeedError({ code: 'malformed', place: url.slice(0, 300), because, remedy })
}
