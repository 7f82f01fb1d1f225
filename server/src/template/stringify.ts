// Writes a template as text: YAML with short-form intrinsics and comments, or JSON with the long forms. They are
// equivalent.
import {
  ByteCounter,
  TextWriter,
  writeYaml,
  type Writer,
  type WrittenText,
  type YamlNode,
  type YamlTagged,
} from '../syntax/write-yaml.ts';
import { templateDocument, type Template, type TemplateFormat } from './template.ts';
import { printable } from '../wording.ts';
import { bare, subText, type Intrinsic, type Value } from './value.ts';

/** The text of a file, ending with a line break. */
export function stringify(template: Template, format: TemplateFormat): string {
  return write(template, format).text;
}

/** The same, with the span of everything in it. */
export function write(template: Template, format: TemplateFormat): WrittenText {
  const writer = new TextWriter();
  if (format === 'yaml') writeAsYaml(writer, template);
  else {
    writeJson(writer, templateDocument(template, 'json'), '');
    writer.put('\n');
  }
  return writer;
}

/** The size of the YAML in bytes. Rules need it after each change, so it is counted without building the text. */
export function yamlBytes(template: Template): number {
  const counter = new ByteCounter();
  writeAsYaml(counter, template);
  return counter.position;
}

function writeAsYaml(writer: Writer, template: Template): void {
  const header = ['Generated from a WebSocket project file. Line numbers refer to that file.', ...template.notes];
  writeYaml(writer, templateDocument(template, 'yaml'), yamlNode, header.join('\n\n'));
}

function yamlNode(value: Value): YamlNode<Value> {
  const content = bare(value);
  if (typeof content !== 'object' || content.kind === 'list' || content.kind === 'map') return content;
  return shortForm(content);
}

export function shortForm(intrinsic: Intrinsic): YamlTagged {
  if (intrinsic.kind === 'ref') return { kind: 'tagged', tag: '!Ref', text: intrinsic.logicalId };
  if (intrinsic.kind === 'sub') return { kind: 'tagged', tag: '!Sub', text: subText(intrinsic) };
  return { kind: 'tagged', tag: '!GetAtt', text: `${intrinsic.logicalId}.${intrinsic.attribute}` };
}

function longForm(intrinsic: Intrinsic): string {
  if (intrinsic.kind === 'ref') return `{ "Ref": ${quoted(intrinsic.logicalId)} }`;
  if (intrinsic.kind === 'sub') return `{ "Fn::Sub": ${quoted(subText(intrinsic))} }`;
  const { logicalId, attribute } = intrinsic;
  return `{ "Fn::GetAtt": [${quoted(logicalId)}, ${quoted(attribute)}] }`;
}

/** Nothing that a terminal would obey. */
function quoted(text: string | number | boolean): string {
  return printable(JSON.stringify(text));
}

/** Not `JSON.stringify`, because an object puts keys that look like numbers first, and a name can look like one. */
function writeJson(writer: Writer, value: Value, indent: string): void {
  const content = bare(value);
  if (typeof content !== 'object') writer.put(quoted(content));
  else if (content.kind !== 'list' && content.kind !== 'map') writer.put(longForm(content));
  else {
    const [open, close] = content.kind === 'list' ? ['[', ']'] : ['{', '}'];
    const members =
      content.kind === 'list'
        ? content.items.map((item, index) => ({ step: index, key: '', value: item }))
        : content.entries.map((entry) => ({
            step: entry.key,
            key: `${quoted(entry.key)}: `,
            value: entry.value,
          }));
    writer.put(open);
    for (const [index, { step, key, value: member }] of members.entries()) {
      writer.put(`${index > 0 ? ',' : ''}\n${indent}  `);
      const part = writer.open(step);
      writer.put(key);
      writeJson(writer, member, `${indent}  `);
      writer.close(part);
    }
    writer.put(members.length > 0 ? `\n${indent}${close}` : close);
  }
}
