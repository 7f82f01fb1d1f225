// The two artifacts that are published, the extension and the command line: which files each has, its manifest and its
// pages, all from the manifest of the repository. Pure.
import { posix } from 'node:path';
import { entries, property } from '../json.mjs';

/**
 * @typedef {Readonly<Record<string, unknown>>} Manifest
 */

/**
 * @typedef {object} Artifact
 * @property {readonly string[]} programs by the names of their bundles; what these import comes along
 * @property {readonly string[]} files and folders of the repository, beside those that the manifest names; a name may have a *
 * @property {(development: Manifest, texts: Manifest) => Manifest} manifest from that of the repository, and its texts in English
 * @property {Readonly<Record<string, string>>} [pictures] what its page has in itself instead of pictures of the repository, which
 * nobody sees without a network or before the release
 * @property {number} maximumSize in bytes
 */

/** The programs that run the handlers of functions, in the folder `bootstrap` of `dist`. */
export const bootstrapPrograms = [
  'node.mjs',
  'node-api.mjs',
  'node-hooks.mjs',
  'node-modules.mjs',
  'node-sdk.mjs',
  'python.py',
  'ruby.rb',
];

/** What these have of the AWS SDK, which Lambda's runtime for Node brings: what handlers of WebSocket APIs use most. */
export const sdkPackages = [
  '@aws-sdk/client-apigatewaymanagementapi',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sns',
  '@aws-sdk/client-sqs',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/util-dynamodb',
];

const bootstrap = [...bootstrapPrograms, ...sdkPackages.map((name) => `modules/${name}.js`)].map(
  (name) => `bootstrap/${name}`,
);

/** @type {Artifact} */
export const extension = {
  programs: ['client.js', 'server.js', 'server-worker.js', 'cli.js', 'webview.js', 'rule-pages.json', ...bootstrap],
  files: ['LICENSE', 'l10n', 'package.nls*.json'],
  manifest: extensionManifest,
  pictures: { 'docs/images/preview.png': 'docs/images/preview-small.png' },
  maximumSize: 1_600_000,
};

/** @type {Artifact} */
export const commandLine = {
  programs: ['cli.js', 'server.js', ...bootstrap],
  files: ['LICENSE', 'docs/rules', 'l10n/server.*.json', 'schemas'],
  manifest: commandLineManifest,
  maximumSize: 1_300_000,
};

/**
 * The files that a manifest of an extension names, apart from its programs, which are built.
 * @param {unknown} part
 * @returns {string[]}
 */
export function namedFiles(part) {
  if (typeof part === 'object') return entries(part).flatMap(([, value]) => namedFiles(value));
  const path =
    typeof part === 'string'
      ? /^(?:\.\/)?((?:[\w-]+\/)+[\w.-]+\.(?:json|md|png|svg|webp))$/.exec(part)?.[1]
      : undefined;
  return path === undefined ? [] : [path];
}

/** What the manifest of the repository has for npm and for development. Everything else is for VS Code. */
const notForVSCode = ['private', 'bin', 'scripts', 'devDependencies', 'peerDependencies', 'peerDependenciesMeta'];

/** @param {Manifest} development */
function extensionManifest(development) {
  const kept = Object.entries(development).filter(([key]) => !notForVSCode.includes(key));
  return { ...Object.fromEntries(kept), ...addresses(development), engines: pick(development['engines'], ['vscode']) };
}

/**
 * @param {Manifest} development
 * @param {Manifest} texts
 */
function commandLineManifest(development, { description }) {
  return {
    ...pick(development, ['name', 'version', 'keywords', 'license', 'repository']),
    description,
    ...addresses(development),
    engines: pick(development['engines'], ['node']),
    ...pick(development, ['bin', 'peerDependencies', 'peerDependenciesMeta']),
  };
}

/** @param {Manifest} development */
function addresses(development) {
  const repository = repositoryOf(development);
  return { homepage: `${repository}#readme`, bugs: { url: `${repository}/issues` } };
}

/**
 * @param {Manifest} development
 * @returns {string} the address of the repository for people
 */
export function repositoryOf(development) {
  const url = property(development['repository'], 'url');
  if (typeof url !== 'string') throw new Error('package.json has no repository.');
  return url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/**
 * @param {unknown} value
 * @param {readonly string[]} keys
 */
function pick(value, keys) {
  return Object.fromEntries(entries(value).filter(([key]) => keys.includes(key)));
}

const relativeLink = /!?\[([^\][]*)\]\((?![a-z]+:|#)([^)]+)\)/g;

/**
 * A page whose links to files of the repository lead to the release there, because most of them are not in the artifact.
 * @param {string} markdown
 * @param {Manifest} development
 * @param {object} [options]
 * @param {string} [options.folder] of the page
 * @param {ReadonlyMap<string, string>} [options.pictures] the contents of the pictures that the page should have in itself, by
 * their paths; of others it then has a link
 */
export function publishedPage(markdown, development, { folder = '.', pictures } = {}) {
  const base = repositoryOf(development);
  const tag = `v${String(development['version'])}`;
  return markdown.replaceAll(relativeLink, (link, /** @type {string} */ text, /** @type {string} */ path) => {
    const isPicture = link.startsWith('!');
    const picture = isPicture ? pictures?.get(path) : undefined;
    const isShown = isPicture && (pictures === undefined || picture !== undefined);
    const address = picture ?? `${base}/${isShown ? 'raw' : 'blob'}/${tag}/${posix.join(folder, path)}`;
    return `${isShown ? '!' : ''}[${text}](${address})`;
  });
}
