// The notices on the software of others that is part of an artifact: each package with its license texts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { property, readJson } from '../json.mjs';
import { root } from '../processes.mjs';

/** Files that are generated from data of a package, which is therefore a part of the programs that contain them. */
const generatedFrom = new Map([
  ['server/src/language/resource-attributes.json', '@aws-cdk/aws-service-spec'],
  ['server/src/template/replacing-properties.json', '@aws-cdk/aws-service-spec'],
]);

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} license as an SPDX expression
 * @property {readonly string[]} texts
 */

/**
 * @param {Iterable<string>} inputs the files that are bundled, from the root of the repository
 * @returns {Package[]} the packages that they are from, by name
 */
export function packagesOf(inputs) {
  const folders = new Set([...inputs].flatMap((input) => folderOf(input) ?? []));
  /** @type {Map<string, Package>} */
  const found = new Map();
  const all = [...folders].map((folder) => readPackage(folder));
  for (const { repository, author, ...bundled } of all) {
    // Some packages of a repository leave its license text to the others.
    const { texts } = [bundled, ...all.filter((other) => isFromSame({ repository, author, ...bundled }, other))].find(
      (one) => one.texts.length > 0,
    ) ?? { texts: bundled.license === 'MIT' ? [mitLicense(author)] : [] };
    if (texts.length === 0)
      throw new Error(`The package ${bundled.name} has no license text, so it cannot be bundled.`);
    found.set(`${bundled.name} ${bundled.version}`, { ...bundled, texts });
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, bundled]) => bundled);
}

/**
 * @param {string} input
 * @returns {string | undefined} the folder of its package, unless it is the project's own
 */
function folderOf(input) {
  const source = generatedFrom.get(input);
  if (source !== undefined) return join('node_modules', source);
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** @typedef {Package & { readonly repository: unknown, readonly author: unknown }} FoundPackage */

/**
 * @param {FoundPackage} one
 * @param {FoundPackage} other
 */
function isFromSame(one, other) {
  return one.repository !== undefined && one.repository === other.repository && one.license === other.license;
}

/**
 * @param {string} folder
 * @returns {FoundPackage}
 */
function readPackage(folder) {
  const manifest = readJson(join(root, folder, 'package.json'));
  const [name, version] = ['name', 'version'].map((key) => String(property(manifest, key)));
  const license = String(property(property(manifest, 'license'), 'type') ?? property(manifest, 'license'));
  const source = join(root, folder);
  const texts = readdirSync(source)
    .filter((file) => /^(licen[cs]e|copying|notice|thirdparty)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(source, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const repository = property(property(manifest, 'repository'), 'url');
  const author = property(manifest, 'author');
  return { name: name ?? '', version: version ?? '', license, texts, repository, author };
}

/**
 * For a package that names the license without its text.
 * @param {unknown} author
 */
function mitLicense(author) {
  const name = String(property(author, 'name') ?? author).replace(/ *<.*$/, '');
  return `MIT License

Copyright (c) ${name}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

const line = '-'.repeat(80);

/** @param {readonly Package[]} packages */
export function noticesOf(packages) {
  /** @type {Map<string, string[]>} */
  const byTexts = new Map();
  for (const { name, version, license, texts } of packages) {
    const all = texts.join('\n\n');
    byTexts.set(all, [...(byTexts.get(all) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...byTexts].map(([texts, names]) => `${line}\n${names.join('\n')}\n${line}\n\n${texts}\n`);
  return `This program contains the following software of others.\n\n${sections.join('\n')}`;
}
