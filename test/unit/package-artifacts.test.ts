// The manifests and pages of the artifacts that are published, from the manifest of the repository.
import { describe, expect, test } from 'vitest';
import development from '../../package.json';
import texts from '../../package.nls.json';
import { commandLine, extension, namedFiles, publishedPage, repositoryOf } from '../../scripts/package/artifacts.mjs';

describe('the manifest of the extension', () => {
  const manifest = extension.manifest(development, texts);

  test('has everything that VS Code and the marketplace read, and nothing else', () => {
    expect(manifest).toMatchObject({
      name: development.name,
      publisher: development.publisher,
      main: development.main,
      contributes: development.contributes,
      engines: { vscode: development.engines.vscode },
      repository: development.repository,
    });
    for (const key of ['private', 'bin', 'scripts', 'devDependencies', 'peerDependencies'])
      expect(manifest).not.toHaveProperty(key);
  });

  test('meets the rules of the marketplace', () => {
    const categories = ['Programming Languages', 'Linters', 'Formatters', 'Snippets', 'Visualization', 'AI', 'Chat'];
    expect(categories).toEqual(expect.arrayContaining(development.categories));
    // More are ignored.
    expect(development.keywords.length).toBeLessThanOrEqual(5);
    expect(texts.description.length).toBeLessThanOrEqual(200);
    expect(development.galleryBanner.color).toMatch(/^#[\da-f]{6}$/);
  });

  test('names the files that come along', () => {
    const files = namedFiles(manifest);
    expect(files).toContain('syntaxes/icon.png');
    expect(files).toContain('syntaxes/language-configuration.json');
    expect(files).toContain('schemas/websocket-project.config.schema.json');
    expect(files).not.toContain('websocket-project.config.json');
  });
});

test('the manifest of the command line has what npm reads, and nothing of VS Code', () => {
  const { name, version, keywords, license, repository, engines, peerDependencies, peerDependenciesMeta } = development;
  expect(commandLine.manifest(development, texts)).toEqual({
    ...{ name, version, description: texts.description, keywords, license, repository },
    homepage: 'https://github.com/websocket-project/websocket-project#readme',
    bugs: { url: 'https://github.com/websocket-project/websocket-project/issues' },
    engines: { node: engines.node },
    peerDependencies,
    peerDependenciesMeta,
    bin: { 'websocket-project': 'dist/cli.js', 'websocket-project-language-server': 'dist/server.js' },
  });
});

test('all addresses come from the repository of the manifest', () => {
  const elsewhere = { ...development, repository: { type: 'git', url: 'git+https://example.com/a/b.git' } };
  expect(repositoryOf(elsewhere)).toBe('https://example.com/a/b');
  const both = JSON.stringify([extension, commandLine].map(({ manifest }) => manifest(elsewhere, texts)));
  expect(both).not.toContain('github.com/websocket-project');
});

test('the links of a page lead to the release', () => {
  const manifest = { version: '1.2.3', repository: { url: 'git+https://example.com/a/b.git' } };
  const page =
    '[a](docs/a.md#part), [web](https://example.com), [here](#here), [chat](examples/chat)\n![picture](docs/b.png)';
  expect(publishedPage(page, manifest)).toBe(
    '[a](https://example.com/a/b/blob/v1.2.3/docs/a.md#part), [web](https://example.com), [here](#here), ' +
      '[chat](https://example.com/a/b/blob/v1.2.3/examples/chat)\n' +
      '![picture](https://example.com/a/b/raw/v1.2.3/docs/b.png)',
  );
  expect(publishedPage('[up](../c.md)', manifest, { folder: 'docs/rules' })).toBe(
    '[up](https://example.com/a/b/blob/v1.2.3/docs/c.md)',
  );
  const pictures = new Map([['docs/b.png', 'data:image/png;base64,AAAA']]);
  expect(publishedPage('![b](docs/b.png), ![c](docs/c.png)', manifest, { pictures })).toBe(
    '![b](data:image/png;base64,AAAA), [c](https://example.com/a/b/blob/v1.2.3/docs/c.png)',
  );
});
