// Makes a picture smaller: the same PNG with a palette. Pictures of windows have few colors that matter, and thousands
// between them at the edges of letters and lines.
import { deflateSync, inflateSync } from 'node:zlib';

/** @typedef {{ color: number, count: number }} Color its red, green and blue, as 0xRRGGBB */

/**
 * @param {Buffer} png with eight bits for each of red, green, blue and perhaps alpha
 * @param {number} [size] the number of colors, at most 256
 * @returns {Buffer} the picture with that many colors, or itself if it has transparent parts
 */
export function withPalette(png, size = 32) {
  const { width, height, pixels, isOpaque } = decode(png);
  if (!isOpaque) return png;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const groups = split(
    [...counts].map(([color, count]) => ({ color, count })),
    size,
  );
  /** @type {Map<number, number>} */
  const indexes = new Map();
  for (const [index, group] of groups.entries()) for (const { color } of group) indexes.set(color, index);
  const rows = Buffer.alloc(height * (width + 1));
  for (const [at, color] of pixels.entries()) {
    rows[at + Math.floor(at / width) + 1] = indexes.get(color) ?? 0;
  }
  const header = Buffer.from(png.subarray(16, 29));
  // A palette, with eight bits for each pixel.
  header.set([8, 3], 8);
  const palette = Buffer.from(groups.flatMap((group) => channels.map((channel) => (colorOf(group) >> channel) & 255)));
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The bits of red, green and blue. */
const channels = [16, 8, 0];

/**
 * Splits the colors into groups of similar ones: the group that differs most in a channel, at its middle, until there are
 * enough.
 * @param {Color[]} colors
 * @param {number} size
 */
function split(colors, size) {
  const groups = [colors];
  while (groups.length < size) {
    const spreads = groups.map((group) => spreadOf(group));
    const widest = spreads.reduce((best, one, index) => (one.weight > (spreads[best]?.weight ?? 0) ? index : best), 0);
    const { weight, channel } = spreads[widest] ?? { weight: 0, channel: 0 };
    if (weight === 0) break;
    const [group = []] = groups.splice(widest, 1);
    group.sort((one, other) => ((one.color >> channel) & 255) - ((other.color >> channel) & 255));
    const middle = group.length >> 1;
    groups.push(group.slice(0, middle), group.slice(middle));
  }
  return groups;
}

/**
 * @param {readonly Color[]} group
 * @returns {{ weight: number, channel: number }} how much it would gain from a split, and in which channel
 */
function spreadOf(group) {
  const pixels = group.reduce((sum, { count }) => sum + count, 0);
  const spreads = channels.map((channel) => {
    let [low, high] = [255, 0];
    for (const { color } of group) {
      const value = (color >> channel) & 255;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { weight: (high - low) * pixels ** 0.3, channel };
  });
  return spreads.reduce((best, one) => (one.weight > best.weight ? one : best));
}

/**
 * @param {readonly Color[]} group
 * @returns {number} its most frequent color if that is most of it, and otherwise the mean
 */
function colorOf(group) {
  const pixels = group.reduce((sum, { count }) => sum + count, 0);
  const top = group.reduce((best, one) => (one.count > best.count ? one : best));
  if (2 * top.count > pixels) return top.color;
  return channels.reduce((color, channel) => {
    const sum = group.reduce((total, one) => total + ((one.color >> channel) & 255) * one.count, 0);
    return color | (Math.round(sum / pixels) << channel);
  }, 0);
}

/** @param {Buffer} png */
function decode(png) {
  const [width, height, depth, type] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  const samples = type === 6 ? 4 : 3;
  if (depth !== 8 || (type !== 2 && type !== 6) || png[28] !== 0) throw new Error('The picture has another format.');
  /** @type {Buffer[]} */
  const data = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const bytes = inflateSync(Buffer.concat(data));
  const rowSize = width * samples;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(rowSize);
  let isOpaque = true;
  for (let row = 0; row < height; row++) {
    const start = row * (rowSize + 1);
    const line = bytes.subarray(start + 1, start + 1 + rowSize);
    unfilter(bytes[start] ?? 0, line, above, samples);
    for (let column = 0; column < width; column++) {
      const at = column * samples;
      isOpaque &&= samples === 3 || line[at + 3] === 255;
      pixels[row * width + column] = line.readUIntBE(at, 3);
    }
    above = line;
  }
  return { width, height, pixels, isOpaque };
}

/**
 * Adds what a line was predicted from, as the PNG specification defines it.
 * @param {number} filter
 * @param {Uint8Array} line
 * @param {Uint8Array} above
 * @param {number} samples
 */
function unfilter(filter, line, above, samples) {
  for (let at = 0; at < line.length; at++) {
    const left = at < samples ? 0 : (line[at - samples] ?? 0);
    const up = above[at] ?? 0;
    const corner = at < samples ? 0 : (above[at - samples] ?? 0);
    const predicted = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0;
    line[at] = (line[at] ?? 0) + predicted;
  }
}

/**
 * @param {number} left
 * @param {number} up
 * @param {number} corner
 */
function nearest(left, up, corner) {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function chunk(type, data) {
  const made = Buffer.alloc(12 + data.length);
  made.writeUInt32BE(data.length);
  made.write(type, 4, 'latin1');
  data.copy(made, 8);
  made.writeUInt32BE(checksum(made.subarray(4, -4)), data.length + 8);
  return made;
}

/** @param {Buffer} bytes */
function checksum(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
