// Draws a PNG with packages that are installed separately, since few users need them and they are larger than the program:
// a rasterizer, and the font. The program has no other fonts, so that an image is the same on every machine.
import { readFile } from 'node:fs/promises';
import { peerDependencies } from '../../../package.json';
import { markedPng, pngSize } from '../export.ts';

/**
 * @param svg with all colors resolved; its fonts are ignored
 * @throws {Error} that says what to install
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  const { Resvg, fontBuffers } = await load().catch(notInstalled);
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'width', value: pngSize(svg).width },
    font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Noto Sans', sansSerifFamily: 'Noto Sans' },
  }).render();
  try {
    return markedPng(drawn.asPng());
  } finally {
    drawn.free();
  }
}

async function load() {
  const read = async (name: string) => readFile(require.resolve(name));
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const [wasm, ...fontBuffers] = await Promise.all([
    read('@resvg/resvg-wasm/index_bg.wasm'),
    read('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    read('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'),
  ]);
  await initWasm(wasm);
  return { Resvg, fontBuffers };
}

function notInstalled(cause: NodeJS.ErrnoException): never {
  if (!cause.code?.endsWith('MODULE_NOT_FOUND')) throw cause;
  const packages = Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`);
  throw new Error(
    `a PNG needs a rasterizer and a font, which are not part of websocket-project. Install them where it is installed: npm install ${packages.join(' ')} (with --global if it is installed globally). Or write an SVG, which needs neither`,
    { cause },
  );
}
