// Reads SAM templates as the import does, before they become a project file.
import { sourceTemplate } from '../../server/src/import/cloudformation/read-template.ts';
import { expandSam } from '../../server/src/import/sam/sam.ts';
import type { SourceTemplate } from '../../server/src/import/source-template.ts';
import { readSource } from '../../server/src/import/source.ts';
import { plain } from './plain-value.ts';

export function templateOf(text: string, path = 'template.yaml'): SourceTemplate {
  const root = readSource(path, text);
  if ('unreadable' in root) throw new Error(root.unreadable);
  return sourceTemplate(root);
}

/** The resources as a template has them. */
export function resourcesOf({ resources }: SourceTemplate): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...resources].map(([id, { type, properties, attributes }]) => [
      id,
      {
        Type: type,
        ...(properties && { Properties: plain(properties) }),
        ...Object.fromEntries([...attributes].map(([name, value]) => [name, plain(value)])),
      },
    ]),
  );
}

export const expand = (text: string): SourceTemplate => expandSam(templateOf(text));

/** The properties of a resource of the expanded template. */
export function properties(text: string, id: string): unknown {
  return plain(expand(text).resources.get(id)?.properties);
}

/** The entries as "kind: what", with the text that their places mark. */
export function entries(text: string): readonly string[] {
  return expand(text).entries.map((entry) => {
    const { place } = entry;
    const marked = place && place.file.text.slice(place.span.start, place.span.end);
    return `${entry.kind}: ${'what' in entry ? entry.what : entry.todo}${marked === undefined ? '' : ` <${marked}>`}`;
  });
}

/** A template with the function Send, which has these properties besides the required ones. */
export const send = (more: string): string => `
Resources:
  Send:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: send/
      Handler: app.handler
      Runtime: nodejs22.x
${more.replaceAll(/^(?=.)/gm, '      ')}`;
