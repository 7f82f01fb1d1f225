// A template to text: YAML with short-form intrinsics and comments, or JSON with the long forms. Both mean the same.
import { writeYaml, type YamlMap, type YamlTagged, type YamlValue } from '../syntax/write-yaml.ts';
import { templateDocument, type Template } from './template.ts';
import { bare, subText, type Intrinsic, type MapValue, type Value } from './value.ts';

/** The text of a file, ending with a line break. */
export function stringify(template: Template, format: 'yaml' | 'json'): string {
  const document = templateDocument(template);
  if (format === 'json') return `${json(document, '')}\n`;
  const header = [
    'Generated from a websocket project file. The lines that comments speak of are lines of that file.',
    ...template.notes,
  ];
  return writeYaml(yamlMap(document), header.join('\n\n'));
}

function yamlMap({ entries }: MapValue): YamlMap {
  return { kind: 'map', entries: entries.map((entry) => ({ ...entry, value: yaml(entry.value) })) };
}

function yaml(value: Value): YamlValue {
  const content = bare(value);
  if (typeof content !== 'object') return content;
  if (content.kind === 'list') return { kind: 'list', items: content.items.map(yaml) };
  return content.kind === 'map' ? yamlMap(content) : shortForm(content);
}

function shortForm(intrinsic: Intrinsic): YamlTagged {
  if (intrinsic.kind === 'ref') return { kind: 'tagged', tag: '!Ref', text: intrinsic.logicalId };
  if (intrinsic.kind === 'sub') return { kind: 'tagged', tag: '!Sub', text: subText(intrinsic) };
  return { kind: 'tagged', tag: '!GetAtt', text: `${intrinsic.logicalId}.${intrinsic.attribute}` };
}

function longForm(intrinsic: Intrinsic): string {
  if (intrinsic.kind === 'ref') return `{ "Ref": ${JSON.stringify(intrinsic.logicalId)} }`;
  if (intrinsic.kind === 'sub') return `{ "Fn::Sub": ${JSON.stringify(subText(intrinsic))} }`;
  const { logicalId, attribute } = intrinsic;
  return `{ "Fn::GetAtt": [${JSON.stringify(logicalId)}, ${JSON.stringify(attribute)}] }`;
}

/** Written by hand, since an object would put keys that look like numbers first, and a name may look like one. */
function json(value: Value, indent: string): string {
  const content = bare(value);
  if (typeof content !== 'object') return JSON.stringify(content);
  const inner = `${indent}  `;
  const block = (open: string, lines: readonly string[], close: string): string =>
    lines.length === 0 ? open + close : `${open}\n${inner}${lines.join(`,\n${inner}`)}\n${indent}${close}`;
  if (content.kind === 'list') {
    const items = content.items.map((item) => json(item, inner));
    return block('[', items, ']');
  }
  if (content.kind !== 'map') return longForm(content);
  const members = content.entries.map((entry) => `${JSON.stringify(entry.key)}: ${json(entry.value, inner)}`);
  return block('{', members, '}');
}
