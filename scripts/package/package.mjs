// `npm run package`: makes the extension (.vsix) and the package for npm (.tgz), and prints their sizes. The same sources
// give the same bytes, whenever, by whom and in which folder they are packed.
// Usage: node scripts/package/package.mjs [--out FOLDER] [--marketplace]
// The marketplace only takes pages whose pictures are on the web.
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import picomatch from 'picomatch';
import { contexts } from '../bundles.mjs';
import { entries, property, readJson } from '../json.mjs';
import { Failure, main, need, root, scratchFolder } from '../processes.mjs';
import { npm, packaged } from '../programs.mjs';
import { commandLine, extension, namedFiles, publishedPage } from './artifacts.mjs';
import { noticesOf, packagesOf } from './notices.mjs';

/** @typedef {import('./artifacts.mjs').Artifact} Artifact */
/** @typedef {import('./artifacts.mjs').Manifest} Manifest */

/**
 * The bundled files by their paths in `dist`: what each is made of, and which others it imports.
 * @typedef {Map<string, { inputs: string[], imports: string[] }>} Bundles
 */

await main(async () => {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: root }, marketplace: { type: 'boolean' } },
  });
  await mkdir(values.out, { recursive: true });
  const development = Object.fromEntries(entries(readJson(join(root, 'package.json'))));
  const texts = Object.fromEntries(entries(readJson(join(root, 'package.nls.json'))));
  const scratch = scratchFolder('package');
  const built = join(scratch, 'dist');
  const bundles = await bundle(built);
  const name = `${String(development['name'])}-${String(development['version'])}`;
  const out = resolve(values.out);
  const staged = { extension: join(scratch, 'extension'), commandLine: join(scratch, 'command-line') };
  const { pictures: _, ...withoutPictures } = extension;
  await stage(values.marketplace ? withoutPictures : extension, staged.extension, built, bundles, development, texts);
  await stage(commandLine, staged.commandLine, built, bundles, development, texts);
  const files = { extension: join(out, `${name}.vsix`), commandLine: join(out, `${name}.tgz`) };
  await Promise.all([
    packExtension(staged.extension, files.extension),
    need('Packing for npm', npm('pack', '--ignore-scripts', '--pack-destination', out), { cwd: staged.commandLine }),
  ]);
  await report(files.extension, extension);
  await report(files.commandLine, commandLine);
});

/**
 * @param {string} outdir
 * @returns {Promise<Bundles>}
 */
async function bundle(outdir) {
  const programs = await contexts({ production: true, outdir });
  /** @type {Bundles} */
  const bundles = new Map();
  const nameOf = (/** @type {string} */ path) => relative(outdir, join(root, path)).replaceAll('\\', '/');
  for (const { metafile } of await Promise.all(programs.map((program) => program.rebuild()))) {
    for (const [path, { inputs, imports, cssBundle }] of Object.entries(metafile?.outputs ?? {})) {
      const others = imports.filter(({ external }) => external !== true).map((one) => one.path.replace(/\?.*/, ''));
      bundles.set(nameOf(path), {
        inputs: Object.keys(inputs),
        imports: [...others, ...(cssBundle === undefined ? [] : [cssBundle])].map(nameOf),
      });
    }
  }
  await Promise.all(programs.map((program) => program.dispose()));
  return bundles;
}

/**
 * Copies the files of an artifact.
 * @param {Artifact} artifact
 * @param {string} folder
 * @param {string} built
 * @param {Bundles} bundles
 * @param {Manifest} development
 * @param {Manifest} texts
 */
async function stage({ programs, files, manifest, pictures }, folder, built, bundles, development, texts) {
  await mkdir(folder);
  const written = manifest(development, texts);
  const named = (await Promise.all(files.map((file) => expand(file)))).flat();
  for (const file of [...named, ...namedFiles(written)])
    await cp(join(root, file), join(folder, file), { recursive: true });
  const names = reachable(programs, bundles);
  for (const name of names) await cp(join(built, name), join(folder, 'dist', name));
  const packages = packagesOf(names.flatMap((name) => bundles.get(name)?.inputs ?? []));
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesOf(packages));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(written, undefined, 2)}\n`);
  for (const page of ['README.md', 'CHANGELOG.md']) await cp(join(root, page), join(folder, page));
  const pages = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.md'));
  const contents = pictures === undefined ? {} : { pictures: await readPictures(pictures) };
  for (const page of pages) {
    const markdown = await readFile(join(folder, page), 'utf8');
    const options = { folder: dirname(page).replaceAll('\\', '/'), ...contents };
    await writeFile(join(folder, page), publishedPage(markdown, development, options));
  }
  if (existsSync(join(folder, 'l10n'))) await shortenKeys(join(folder, 'l10n'));
  // Their modes are packed, and depend on who has checked them out.
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}

/**
 * The server's catalogues have short keys, because it has the English texts already.
 * @param {string} folder
 */
async function shortenKeys(folder) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'server', 'src', 'locale.ts')],
    format: 'esm',
    write: false,
    logLevel: 'warning',
  });
  /** @type {unknown} */
  const locale = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
  if (!hasShortKey(locale)) throw new Failure('server/src/locale.ts has no function shortKey.');
  const { shortKey } = locale;
  for (const name of (await readdir(folder)).filter((file) => file.startsWith('server.'))) {
    const translations = entries(readJson(join(folder, name)));
    const short = new Map(translations.map(([text, translation]) => [shortKey(text), translation]));
    if (short.size < translations.length) throw new Failure(`Two texts in ${name} have the same short key.`);
    await writeFile(join(folder, name), JSON.stringify(Object.fromEntries(short)));
  }
}

/**
 * @param {unknown} module
 * @returns {module is { shortKey: (text: string) => string }}
 */
function hasShortKey(module) {
  return typeof property(module, 'shortKey') === 'function';
}

/**
 * @param {Readonly<Record<string, string>>} pictures
 * @returns {Promise<ReadonlyMap<string, string>>} their contents as URIs
 */
async function readPictures(pictures) {
  const read = Object.entries(pictures).map(async ([path, packed]) => {
    const contents = await readFile(join(root, packed), 'base64');
    return /** @type {const} */ ([path, `data:image/png;base64,${contents}`]);
  });
  return new Map(await Promise.all(read));
}

/**
 * @param {string} pattern
 * @returns {Promise<string[]>} the files of the repository that it names
 */
async function expand(pattern) {
  const folder = dirname(pattern);
  const found = (await readdir(join(root, folder))).map((name) => posix.join(folder, name));
  const isNamed = picomatch(pattern);
  return found.filter((path) => isNamed(path));
}

/**
 * @param {readonly string[]} programs
 * @param {Bundles} bundles
 * @returns {string[]} the programs, and all they import
 */
function reachable(programs, bundles) {
  const found = new Set(programs);
  // A set also yields what is added to it meanwhile.
  for (const name of found) {
    const bundled = bundles.get(name);
    if (bundled === undefined) throw new Failure(`There is no program ${name}.`);
    for (const other of bundled.imports) found.add(other);
  }
  return [...found];
}

/**
 * @param {string} folder
 * @param {string} vsix
 */
async function packExtension(folder, vsix) {
  // The links are rewritten already.
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--out', vsix];
  // Each entry has this time, in local time, and vsce sorts them by the rules of the language.
  const env = { SOURCE_DATE_EPOCH: String(Date.UTC(1980, 0, 1) / 1000), TZ: 'UTC', LC_ALL: 'C' };
  await need('Packing the extension', packaged('@vscode/vsce', 'package', ...options), { cwd: folder, env });
}

/**
 * @param {string} path
 * @param {Artifact} artifact
 */
async function report(path, { maximumSize }) {
  const { size } = await stat(path);
  const kilobytes = (/** @type {number} */ bytes) => `${Math.ceil(bytes / 1000)} KB`;
  console.log(`${basename(path)}: ${kilobytes(size)} of at most ${kilobytes(maximumSize)}`);
}
