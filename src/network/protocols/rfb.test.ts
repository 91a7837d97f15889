import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, pieces } from '../testing.ts'
import { rfb } from './rfb.ts'

const greeting = Buffer.from('RFB 003.008\n')
/** The title of the screen is often that of its user. */
const server = Buffer.concat([greeting, Buffer.from([1, 1]), Buffer.from('DOE^JANE desktop')])
const screen = between({}, { port: 5901 })

test('VNC tells who shares a screen, and neither its title nor what is on it', () => {
  const heard = hearStream(rfb, [['server', server], ['client', greeting]], screen) // prettier-ignore
  assert.deepEqual(factLines(heard), ['banner: RFB 003.008', 'service: rfb/5901', 'role: rfb-server'])
  assert.equal(JSON.stringify(heard).includes('DOE'), false)
  assert.deepEqual(factLines(hearStream(rfb, pieces(server, 'server', 1), screen)), factLines(heard))
})

test('VNC is recognised by the greeting of its server', () => {
  const says = (text: string, from: 'client' | 'server' = 'server'): string => rfb.recognises(Buffer.from(text), from, screen) // prettier-ignore
  assert.deepEqual([says('RFB 003.889\n'), says('RF'), says('RFB 3.8 is it'), says('RFB 003.008\n', 'client')], ['yes', 'more', 'no', 'no']) // prettier-ignore
})

test('VNC that is damaged does no harm', () => {
  assertStreamSurvives(rfb, greeting, server)
})
