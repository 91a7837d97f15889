import { useQuery } from '@tanstack/react-query'
import { useAsker } from '../asker.ts'
import { anyDeviceQuery, feedsQuery } from '../queries.ts'
import type { Device } from '../../src/server/contract.ts'
import type { Words } from '../words/en.ts'
import { useWords } from '../words/use-words.ts'

/** A question to try, and what it is an example of. */
export interface Example {
  readonly q: string
  readonly note: string
}

/** What the home page needs to know of the store: that there are devices and feeds, and a ward that somebody may ask about. */
export function useHome() {
  const { words } = useWords()
  const asker = useAsker()
  const devices = useQuery(anyDeviceQuery(asker))
  const feeds = useQuery(feedsQuery(asker.lang))
  return {
    query: devices,
    examples: examplesFor(devices.data?.items[0], words),
    hasNoDevices: devices.data?.items.length === 0,
    hasNoFeeds: feeds.data?.items.length === 0,
  }
}

/** Questions of each kind; the ward is one that the hospital has. */
export function examplesFor(device: Device | undefined, { search }: Words): readonly Example[] {
  const { log4shell, modem, range, words, support, ward } = search.exampleNotes
  return [
    { q: 'CVE-2021-44228', note: log4shell },
    { q: 'CVE-2020-15858', note: modem },
    { q: 'openssl < 1.1.1', note: range },
    { q: 'log4j', note: words },
    { q: 'eol', note: support },
    ...(device?.ward === undefined ? [] : [{ q: wardQuestion(device.ward), note: ward }]),
  ]
}

/** The question for a ward's devices: a name of several words stands in quotes. */
function wardQuestion(ward: string): string {
  return /^[\p{L}\d-]+$/u.test(ward) ? `ward:${ward}` : `ward:"${ward.replaceAll('"', '')}"`
}
