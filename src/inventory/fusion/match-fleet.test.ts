import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceId, ExistingDevice, LinkWords, ObservedIdentity } from '../../model/index.ts'
import { matchFleet } from './match-fleet.ts'

const nothingSaid: LinkWords = { is: [], isNot: [] }

function listed(deviceId: string, facts: Partial<ExistingDevice>): ExistingDevice {
  return {
    deviceId: deviceId as DeviceId,
    macs: [],
    ips: [],
    status: 'inService',
    hasSoftware: true,
    foundBy: 'list',
    ...facts,
  }
}

function seen(facts: Partial<ObservedIdentity>): ObservedIdentity {
  return {
    observedId: 'seen',
    kind: 'device',
    anchors: [],
    serialKeys: [],
    macs: [],
    hostNames: [],
    aeTitles: [],
    maker: null,
    madeDeviceId: null,
    ...facts,
  }
}

const ct = listed('ct', {
  maker: 'Philips',
  serial: 'DE 123',
  macs: ['00:09:fb:00:00:01'],
  assetTag: 'BM-00412',
  aeTitle: 'CT1',
  hostName: 'ct1.hospital.example',
})
const scanner = listed('scanner', { maker: 'Acme', serial: 'S-7700', udi: '(01)04046964000003' })
const pump = listed('pump', { maker: 'B. Braun', serial: 'BB-777-1', assetTag: 'BM-00500' })

test('a device on the network is one of the inventory by what names it', () => {
  const cases: readonly (readonly [facts: Partial<ObservedIdentity>, result: string])[] = [
    [{ serialKeys: ['philips DE123'] }, 'matched ct serial'],
    [{ macs: ['00:09:fb:00:00:01'] }, 'matched ct mac'],
    [{ hostNames: ['bm-00412-ct'] }, 'matched ct assetTagInHostName'],
    [{ hostNames: ['CT-BM00412'] }, 'matched ct assetTagInHostName'],
    [{ aeTitles: ['CT1'] }, 'matched ct aeTitle'],
    [{ aeTitles: ['CT1'], maker: 'GE Healthcare' }, 'probable ct aeTitle otherMaker'],
    [{ macs: ['00:09:fb:00:00:01'], serialKeys: ['philips XY999'] }, 'probable ct mac otherSerial'],
    [{ serialKeys: ['unheard BB7771'] }, 'probable pump serialWithoutMaker otherMaker'],
    [{ hostNames: ['ct1'] }, 'probable ct hostName'],
    [{ hostNames: ['ws7'], aeTitles: ['CT2'] }, 'onlyOnNetwork'],
    [{ serialKeys: ['philips DE123'], macs: ['00:00:00:00:00:09'], hostNames: ['bm-00500'] }, 'matched ct serial'],
    [{ serialKeys: ['gs1:04046964000003 S7700'] }, 'matched scanner serial'],
    [{ serialKeys: ['gs1:04046964000003 S7701'] }, 'onlyOnNetwork'],
    [{ macs: ['00:09:fb:00:00:01'], serialKeys: ['gs1:04046964000003 DE123'] }, 'matched ct mac'],
    [{ macs: ['00:09:fb:00:00:01'], serialKeys: ['gs1:04046964000003 XY999'] }, 'probable ct mac otherSerial'],
    [{ kind: 'gateway', serialKeys: ['b-braun BB7771'], aeTitles: ['CT1'] }, 'matched pump serial'],
    [{ kind: 'gateway', serialKeys: ['b-braun BB7771'], macs: ['00:09:fb:00:00:01'] }, 'matched ct mac'],
    [{ kind: 'gateway', aeTitles: ['CT1'] }, 'matched ct aeTitle'],
    [{ kind: 'router', macs: ['00:09:fb:00:00:01'] }, 'onlyOnNetwork'],
  ]
  for (const [facts, result] of cases) {
    const [link] = matchFleet([seen(facts)], [ct, pump, scanner], nothingSaid)
    const [first] = link?.matches ?? []
    const words = [link?.standing, link?.deviceId, first?.rule, first?.doubt].filter(
      (word) => word !== null && word !== undefined,
    )
    assert.equal(words.join(' '), result, JSON.stringify(facts))
  }
})

test('what several devices bear names none of them', () => {
  const twin = listed('twin', { macs: ['00:09:fb:00:00:01'] })
  const [link] = matchFleet([seen({ macs: ['00:09:fb:00:00:01'] })], [ct, twin], nothingSaid)
  assert.deepEqual(
    [link?.standing, link?.deviceId, link?.matches.map(({ doubt }) => doubt)],
    ['probable', null, ['several', 'several']],
  )
  const both = matchFleet(
    [seen({ aeTitles: ['CT1'] }), seen({ observedId: 'other', aeTitles: ['CT1'] })],
    [ct],
    nothingSaid,
  )
  assert.deepEqual(
    both.map(({ standing }) => standing),
    ['onlyOnNetwork', 'onlyOnNetwork'],
  )
})

test('a person says which device it is, or that it is not', () => {
  const bearing = seen({ anchors: ['mac:00:09:fb:00:00:01'], macs: ['00:09:fb:00:00:01'] })
  const link = { anchor: 'mac:00:09:fb:00:00:01', deviceId: 'pump' as DeviceId }
  const [is] = matchFleet([bearing], [ct, pump, scanner], { is: [link], isNot: [] })
  assert.deepEqual([is?.standing, is?.deviceId, is?.matches[0]?.rule], ['matched', 'pump', 'person'])
  const [isNot] = matchFleet([bearing], [ct, pump, scanner], {
    is: [],
    isNot: [{ ...link, deviceId: 'ct' as DeviceId }],
  })
  assert.equal(isNot?.standing, 'onlyOnNetwork')
})

test('a device that came from the network stays that one until a list names it', () => {
  const made = listed('made', { foundBy: 'network' })
  const bearing = seen({ madeDeviceId: 'made' as DeviceId, aeTitles: ['CT1'] })
  assert.equal(matchFleet([bearing], [made], nothingSaid)[0]?.matches[0]?.rule, 'made')
  assert.equal(matchFleet([bearing], [made, ct], nothingSaid)[0]?.deviceId, 'ct')
})
