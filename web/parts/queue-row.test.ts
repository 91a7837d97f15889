import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ObservedListed } from '../../src/server/contract.ts'
import { formatsOf } from '../formats.ts'
import { en } from '../words/en.ts'
import { networkEn as net } from '../words/network-en.ts'
import { factLines, marksOf, nameOfObserved, reasonText } from './observed.ts'
import type { Candidate } from './observed.ts'
import { actionOf, keyOf, nextKey, rowOfObserved, saysChosen, saysFound, saysNone } from './queue-row.ts'
import { toUndo, withMark } from './settling.ts'
import type { Mark, Marks, Said } from './settling.ts'

const speech = { words: en, net }

function candidate(assetTag: string): Candidate {
  return { rule: 'hostName', value: 'ct1', device: { deviceId: `id of ${assetTag}`, assetTag, maker: 'Orvéa' } }
}

function observed(part: Partial<ObservedListed> = {}): ObservedListed {
  return {
    observedId: 'seen',
    kind: 'device',
    hostNames: [],
    aeTitles: [],
    macs: ['02:00:00:00:00:01'],
    ips: [],
    isClinical: false,
    standing: 'probable',
    conflicting: [],
    observations: 1,
    firstSeenAt: '2026-01-01T00:00:00Z',
    lastSeenAt: '2026-01-03T00:00:00Z',
    state: 'seen',
    candidates: [],
    ...part,
  }
}

test('a device on the network is called by maker, model and version, else by the best that it is known by', () => {
  assert.equal(nameOfObserved(observed({ maker: 'Orvéa', model: 'Pompe', softwareVersion: '4' }), net), 'Orvéa Pompe 4')
  assert.equal(nameOfObserved(observed(), net), '02:00:00:00:00:01')
  assert.equal(nameOfObserved(observed({ macs: [] }), net), '(nothing known of it)')
  const gone = observed({ state: 'notSeen', kind: 'gateway', conflicting: ['serial'] })
  assert.deepEqual(marksOf(gone, net), ['gateway', 'not seen for 30 days', 'contradicting: serial number'])
})

test('one key says one thing of a row, and every candidate has its own', () => {
  const row = rowOfObserved(observed({ candidates: [candidate('BM-1'), candidate('BM-2')] }), speech)
  assert.deepEqual(
    ['y', 'o', '2', 'n', 'j', 'ArrowUp', 'x', 'Enter'].map((key) => actionOf(key)?.is),
    ['choose', 'choose', 'choose', 'none', 'move', 'move', undefined, undefined],
  )
  assert.deepEqual([keyOf(0), keyOf(1)], ['y', '2'])
  assert.deepEqual(saysChosen(row, 1, speech)?.links, [
    { observedId: 'seen', deviceId: 'id of BM-2', kind: 'isDevice' },
  ])
  assert.equal(saysChosen(row, 2, speech), undefined)
  assert.equal(saysNone(row, speech)?.text, 'Is not BM-1 Orvéa, BM-2 Orvéa')
  assert.deepEqual(
    saysNone(row, speech)?.links.map(({ kind }) => kind),
    ['isNotDevice', 'isNotDevice'],
  )
  assert.equal(saysNone(rowOfObserved(observed(), speech), speech), undefined)
})

test('what is found by hand is linked from either side', () => {
  const found = { id: 'other', name: 'BM-9', facts: '' }
  const fromNetwork = saysFound(rowOfObserved(observed(), speech), found, net)
  assert.deepEqual(fromNetwork.links, [{ observedId: 'seen', deviceId: 'other', kind: 'isDevice' }])
  const listed = { is: 'listed', key: 'device', name: 'BM-9', device: candidate('BM-9').device } as const
  assert.deepEqual(saysFound(listed, found, net).links, [
    { observedId: 'other', deviceId: 'id of BM-9', kind: 'isDevice' },
  ])
})

test('the focus goes to the next that waits, to the next when none does, and stays at the end', () => {
  const keys = ['a', 'b', 'c']
  assert.equal(
    nextKey(keys, 'a', (key) => key === 'b'),
    'c',
  )
  assert.equal(
    nextKey(keys, 'a', () => true),
    'b',
  )
  assert.equal(
    nextKey(keys, 'c', () => false),
    'c',
  )
})

test('what was said of this row is undone first, else what was said last', () => {
  const mark = (key: string): Mark => ({
    is: 'said',
    said: { key } as Said,
    isKept: true,
    kept: Promise.resolve([]),
  })
  const marks = ['a', 'b', 'a'].reduce<Marks>((before, key) => withMark(before, key, mark(key)), new Map())
  assert.equal(toUndo(marks, 'a')?.key, 'a')
  assert.equal(toUndo(marks, 'c')?.key, 'b', 'that the first is kept by now makes it no newer')
  assert.equal(toUndo(withMark(marks, 'b', undefined), 'c')?.key, 'a')
  assert.equal(toUndo(new Map(), 'c'), undefined)
})

test('a reason is told in words with what is in doubt, and every value with who told it and where', () => {
  assert.equal(reasonText({ ...candidate('BM-1'), doubt: 'several' }, net), 'same host name ct1, but several fit')
  const value = { value: '4', told: 'explicit', confidence: 0.95, protocols: ['dicom'], sensors: ['north'] } as const
  const times = { firstSeenAt: '2026-01-01T00:00:00Z', lastSeenAt: '2026-01-01T00:00:00Z', count: 2 }
  const seen = { ...value, protocols: ['dicom'], sensors: ['north'], ...times, source: 'a.pcap', place: 'packet 1' }
  const [line] = factLines([{ field: 'softwareVersion', values: [seen], total: 3 }], net, formatsOf('en'))
  assert.deepEqual(line, {
    key: 'softwareVersion 0',
    field: 'software version',
    value: '4',
    by: 'dicom, north',
    believed: '95%',
    told: 'told in a field for it',
    seen: 'seen 1 January 2026, 2 times',
    where: 'a.pcap, packet 1',
    more: 2,
  })
})
