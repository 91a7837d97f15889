import { signIn } from './api.ts'

/** The token in the address that the first start prints (`/#token=…`), taken out of the address so that no history or screenshot keeps it. */
export function takeToken(location: Location, history: History): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token === null) return undefined
  history.replaceState(history.state, '', `${location.pathname}${location.search}`)
  return token
}

/** Signs in by the token of the address, if there is one. Where that fails the pages say so themselves: they ask for another. */
export async function signInByAddress(location: Location, history: History): Promise<void> {
  const token = takeToken(location, history)
  if (token !== undefined) await signIn(token).catch(() => undefined)
}
