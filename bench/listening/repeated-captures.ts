import { createWriteStream } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'

const pcapngSection = 0x0a0d0d0a
const pcapMagics: Readonly<Record<number, number>> = { 0xa1b2c3d4: 1000, 0xa1b23c4d: 1_000_000 }
const emptySection = Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex')
/** Pcapng's own unit. */
const usInS = 1_000_000n

/** All captures below a folder as one pcapng file, over and over again, until it has so many bytes. Returns how many packets stand in it. */
export async function writeRepeated(folder: string, path: string, sizeBytes: number): Promise<number> {
  const sections: Section[] = []
  for await (const name of glob('**/*.{pcap,pcapng,cap,pcap.gz,pcapng.gz}', { cwd: folder })) {
    const written = await readFile(join(folder, name))
    const section = toSection(name.endsWith('.gz') ? gunzipSync(written) : written)
    if (section !== undefined) sections.push(section)
  }
  let packets = 0
  const over = async function* (): AsyncGenerator<Uint8Array> {
    for (let bytes = 0; bytes < sizeBytes;)
      for (const section of sections) {
        yield section.bytes
        bytes += section.bytes.length
        packets += section.packets
      }
  }
  await pipeline(over, createWriteStream(path))
  return packets
}

interface Section {
  readonly bytes: Uint8Array
  readonly packets: number
}

/** A capture as a section of pcapng, which may follow another; undefined for what is damaged or written otherwise. */
function toSection(capture: Buffer): Section | undefined {
  if (capture.length < 24) return undefined
  if (capture.readUInt32BE(0) === pcapngSection) return { bytes: capture, packets: countBlocks(capture) }
  const isBig = pcapMagics[capture.readUInt32BE(0)] !== undefined
  const unitsInMs = pcapMagics[isBig ? capture.readUInt32BE(0) : capture.readUInt32LE(0)]
  if (unitsInMs === undefined) return undefined
  const u32 = (at: number): number => (isBig ? capture.readUInt32BE(at) : capture.readUInt32LE(at))
  const described = Buffer.alloc(20)
  described.writeUInt32LE(1, 0)
  described.writeUInt32LE(20, 4)
  described.writeUInt16LE(u32(20) & 0xffff, 8)
  described.writeUInt32LE(20, 16)
  const blocks: Buffer[] = [emptySection, described]
  for (let at = 24; at + 16 <= capture.length; at += 16 + u32(at + 8)) {
    const end = at + 16 + u32(at + 8)
    if (end > capture.length) break
    const us = BigInt(u32(at)) * usInS + BigInt(Math.floor((u32(at + 4) * 1000) / unitsInMs))
    blocks.push(packetBlock(us, capture.subarray(at + 16, end), u32(at + 12)))
  }
  return { bytes: Buffer.concat(blocks), packets: blocks.length - 2 }
}

function packetBlock(us: bigint, bytes: Buffer, wireBytes: number): Buffer {
  const length = 32 + Math.ceil(bytes.length / 4) * 4
  const block = Buffer.alloc(length)
  block.writeUInt32LE(6, 0)
  block.writeUInt32LE(length, 4)
  block.writeUInt32LE(Number(us >> 32n), 12)
  block.writeUInt32LE(Number(us & 0xffffffffn), 16)
  block.writeUInt32LE(bytes.length, 20)
  block.writeUInt32LE(wireBytes, 24)
  bytes.copy(block, 28)
  block.writeUInt32LE(length, length - 4)
  return block
}

function countBlocks(capture: Buffer): number {
  const isBig = capture.readUInt32BE(8) === 0x1a2b3c4d
  const u32 = (at: number): number => (isBig ? capture.readUInt32BE(at) : capture.readUInt32LE(at))
  let packets = 0
  for (let at = 0; at + 12 <= capture.length && u32(at + 4) >= 12; at += u32(at + 4))
    if ([2, 3, 6].includes(u32(at))) packets += 1
  return packets
}
