// A certificate for this machine, made anew for each run: handlers reach `@connections` by `https://`, as on AWS. Node signs, but
// does not write certificates, so the few structures of X.509 that one needs are written here (RFC 5280, in DER).
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** In PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** Valid for `localhost`, 127.0.0.1 and ::1, and its own authority. */
export function makeCertificate(now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicInfo = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from('websocket-project local run')))));
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const content = sequence(
    der(0xa0, integer(Buffer.of(2))),
    // Positive, and without a leading zero.
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    algorithm,
    name,
    // Clocks differ, and a run can take weeks.
    sequence(time(now - day), time(now + 365 * day)),
    name,
    publicInfo,
    der(
      0xa3,
      sequence(
        extension('2.5.29.19', sequence(der(0x01, Buffer.of(0xff))), true),
        // digitalSignature and keyCertSign.
        extension('2.5.29.15', der(0x03, Buffer.of(2, 0x84)), true),
        extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.14', der(0x04, createHash('sha1').update(publicInfo).digest())),
        extension(
          '2.5.29.17',
          sequence(
            der(0x82, Buffer.from('localhost')),
            der(0x87, Buffer.of(127, 0, 0, 1)),
            der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.of(1)])),
          ),
        ),
      ),
    ),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(content, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    certificate: pem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** In milliseconds. */
const day = 24 * 60 * 60_000;

/** A value with its tag and its length. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...items: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(items));
}

function set(...items: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(items));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** `GeneralizedTime` would be for the years from 2050. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/\D/g, '');
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function extension(id: string, content: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [der(0x01, Buffer.of(0xff))] : [];
  return sequence(objectId(id), ...critical, der(0x04, content));
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
