// Completion of entry points.
import { fileAndExport } from '../../language/entry-points.ts';
import { matchesFormat } from '../../language/formats.ts';
import { folderOf, languageOf, languages, modulesIn } from '../../model/entry-point.ts';
import { newEntryPoint } from '../../model/conventions.ts';
import { written, type Offer } from './write-draft.ts';
import { resourcesOfType, type LambdaFunction, type Resource } from '../../model/project.ts';
import type { PlaceOf } from './place.ts';
import { t } from '../../locale.ts';

/** The usual entry point for a function with that ID. */
export function entryPointOffers(place: PlaceOf<'entry-point'>): Offer[] {
  const { project, resource } = place;
  if (!resource) return [];
  const runtime = resource.type === 'lambda-function' ? resource.runtime?.value : undefined;
  const entryPoint = newEntryPoint(project, resource.id.value, runtime, codeOf(resource));
  const markdown = (): string => t`An entry point named after the function.`;
  return [
    ...exportedOffers(place),
    { label: entryPoint, kind: 'value', detail: t`from the resource ID`, markdown, insert: written(entryPoint, place) },
  ];
}

function codeOf(resource: Resource | undefined): LambdaFunction['code'] {
  return resource?.type === 'lambda-function' ? resource.code : undefined;
}

/**
 * The exports of the source files: unused ones first, then those that are named like the function, then those that are
 * called `handler`.
 */
function exportedOffers(place: PlaceOf<'entry-point'>): Offer[] {
  const { project, resource } = place;
  const { files } = project;
  const runtime = resource?.type === 'lambda-function' ? languageOf(resource.runtime) : undefined;
  // Not for Java and .NET, whose code is in packages, nor for unknown runtimes.
  if (!files || (resource?.type === 'lambda-function' && resource.runtime && !runtime)) return [];
  const folder = folderOf(codeOf(resource));
  const exported = (runtime ? [runtime] : languages).flatMap((language) =>
    [...modulesIn(files, language, folder)].flatMap(([module, { path, exports }]) =>
      exports
        .filter(({ callable }) => callable)
        .map(({ name }) => ({ text: `${module}.${name}`, path, isHandler: /handler$/i.test(name) })),
    ),
  );
  const beside = resourcesOfType(project, 'lambda-function').filter(({ code }) => folderOf(code) === folder);
  const taken = new Set(beside.map(({ entryPoint }) => entryPoint?.value));
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const id = letters(resource?.id.value ?? '');
  const rank = ({ text, isHandler }: (typeof exported)[number]): number =>
    (taken.has(text) ? 4 : 0) + (letters(text).includes(id) ? 0 : 2) + (isHandler ? 0 : 1);
  return exported
    .filter(({ text }) => matchesFormat(text, fileAndExport) && !text.endsWith('.default'))
    .sort((a, b) => rank(a) - rank(b))
    .map(({ text, path }): Offer => {
      const markdown = (): string => t`An export of \`${path}\`.`;
      return {
        label: text,
        kind: 'value',
        detail: path.slice(path.lastIndexOf('/') + 1),
        markdown,
        insert: written(text, place),
      };
    });
}
