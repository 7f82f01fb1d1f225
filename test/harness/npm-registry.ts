// An npm registry on this computer that has one package, so that `npx` and `npm` install it as users do.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bin, name, version } from '../../package.json';

export interface Registry {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param tarball of this package */
export async function npmRegistry(tarball: string): Promise<Registry> {
  const bytes = readFileSync(tarball);
  const server = createServer(({ url: path }, response) => {
    if (path === '/package.tgz') return response.end(bytes);
    if (path !== `/${name}`) return response.writeHead(404).end('{}');
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const manifest = {
      name,
      version,
      bin,
      dist: { tarball: `${url}/package.tgz`, integrity },
    };
    return response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: manifest } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address) return address.port;
  throw new Error('The registry has no port.');
}
