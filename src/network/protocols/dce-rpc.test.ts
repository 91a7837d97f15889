import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, wire } from '../testing.ts'
import { dceRpc } from './dce-rpc.ts'

const context = `d016 d016 00000000 01 000000 0000 01 00 ${'33'.repeat(16)} 00000000 ${'44'.repeat(16)} 02000000`

/** A message with what proves who sent it (NTLM); lengths little-endian. */
function message(kind: string, body: string, proof = ''): Uint8Array {
  const [content, token] = [wire(body), wire(proof)]
  const length = (value: number): string => Buffer.from([value & 255, value >> 8]).toString('hex')
  const verifier = token.length === 0 ? '' : '0a050000 00000000'
  const total = 16 + content.length + wire(verifier).length + token.length
  return Buffer.concat([wire(`05 00 ${kind} 03 10000000 ${length(total)} ${length(token.length)} 02000000`), content, wire(verifier), token]) // prettier-ignore
}

const bind = message('0b', context)
const challenge = `"NTLMSSP"00 02000000 0000 0000 38000000 05828202 ${'22'.repeat(8)} ${'00'.repeat(8)} 1400 1400 38000000 0a00 6345 0000000f 0300 0c00 "d"00"c"00"0"00"1"00"."00"x"00 00000000`
const user = '"J"00"A"00"N"00"E"00'
const proof = `"NTLMSSP"00 03000000 0000 0000 00000000 0000 0000 00000000 0200 0200 48000000 0800 0800 4a000000 0400 0400 52000000 0000 0000 00000000 05828202 0a00 6345 0000000f "D"00 ${user} "W"00"1"00`
const bound = message('0c', 'd016 d016 01000000 0400 "135"00 0000 01000000 0000 0000', challenge)
const third = message('10', '00000000', proof)
const server = between({}, { port: 135 })

test('DCE/RPC tells who serves calls, and the machines that log on; not who uses them', () => {
  const heard = hearStream(dceRpc, [['client', bind], ['server', bound], ['client', third]], server) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'service: rpc/135',
    'role: rpc-server',
    'operatingSystem: Windows',
    'osBuild: 10.0.17763',
    'hostName: dc01.x',
    'operatingSystem: Windows',
    'osBuild: 10.0.17763',
    'hostName: W1',
    'domain: D',
  ])
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(JSON.stringify(heard).includes('JANE'), false)
})

test('ports that are given out anew at each start are no service', () => {
  const heard = hearStream(dceRpc, [['server', bound]], between({}, { port: 49_664 })) // prettier-ignore
  assert.deepEqual(factLines(heard).slice(0, 1), ['role: rpc-server'])
})

test('a connection is recognised by what it begins with', () => {
  const says = (bytes: Uint8Array): string => dceRpc.recognises(bytes, 'client', server)
  assert.deepEqual([says(bind), says(bound), says(bind.subarray(0, 8)), says(message('00', context)), says(wire('050102 00'))], ['yes', 'yes', 'more', 'no', 'more']) // prettier-ignore
})

test('DCE/RPC that is damaged does no harm', () => {
  assertStreamSurvives(dceRpc, bind, bound)
})
