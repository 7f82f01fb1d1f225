// Looks at the frames that a client sends without consuming them: API Gateway limits a single frame, while the package `ws`
// limits only the whole message.
import { maximumFrameSize } from '../simulation/connection.ts';

/**
 * Watches the bytes of one client, in whatever pieces they arrive. Only the headers of frames are looked at (RFC 6455, 5.2).
 * @returns what takes the next bytes, and returns true once a data frame is over the limit
 */
export function frameWatcher(): (bytes: Uint8Array) => boolean {
  /** The header of the frame so far, as far as it matters: at most 14 bytes. */
  const header: number[] = [];
  /** The bytes of the payload that are still to come. */
  let payload = 0;
  return (bytes) => {
    let isOver = false;
    for (let offset = 0; offset < bytes.length;) {
      if (payload > 0) {
        const skipped = Math.min(payload, bytes.length - offset);
        payload -= skipped;
        offset += skipped;
        continue;
      }
      header.push(bytes[offset++] ?? 0);
      const size = payloadSize(header);
      if (size === undefined) continue;
      const isData = ((header[0] ?? 0) & 0x0f) < 8;
      isOver ||= isData && size > maximumFrameSize;
      payload = size;
      header.length = 0;
    }
    return isOver;
  };
}

/** Undefined until the header is complete. */
function payloadSize(header: readonly number[]): number | undefined {
  const [, second] = header;
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const mask = second & 0x80 ? 4 : 0;
  if (header.length < 2 + extended + mask) return undefined;
  return extended === 0 ? short : header.slice(2, 2 + extended).reduce((size, byte) => size * 256 + byte, 0);
}
