// Lambda functions: how they run, and where their code is.
import { entryPointFormat } from '../../language/entry-points.ts';
import { codeFolder, functionName, layerArn, matchesFormat } from '../../language/formats.ts';
import { runtimeStatus, successorsOf, tableDate, usualRuntime } from '../../language/runtimes.ts';
import { codeParameters } from '../../model/logical-ids.ts';
import { textAt, valueAt } from '../source.ts';
import { becomes, resourceOf, set, type Draft, type DraftResource } from './draft.ts';
import { textProperty } from './parameters.ts';
import { roleOf } from './policies.ts';
import { integerIn, plainText, soleReference, wordsOf } from './references.ts';
import { property, textByDefault, textOf, type Member } from './stack.ts';
import type { Planned } from './plan.ts';

export function readFunctions(draft: Draft): void {
  const places = new CodePlaces(draft);
  for (const planned of draft.plan.all) if (planned.type === 'lambda-function') readFunction(draft, planned, places);
}

function readFunction(draft: Draft, planned: Planned, places: CodePlaces): void {
  const { member } = planned;
  const resource = resourceOf(draft, planned);
  const at = (name: string) => property(member, name)?.place ?? member.place;
  const settled = ['Code'];
  if (roleOf(draft.stack, member)) settled.push('Role');
  set(resource, 'description', textOf(member, 'Description'), at('Description'));
  settled.push(...readRuntime(draft, member, resource));
  set(resource, 'code', places.folderOf(planned), at('Code'));
  set(resource, 'architecture', architectureOf(member), at('Architectures'));
  // CloudFormation's defaults are not ours.
  set(resource, 'memory', within(integerIn(property(member, 'MemorySize')) ?? 128, 128, 10_240), at('MemorySize'));
  set(resource, 'timeout', within(integerIn(property(member, 'Timeout')) ?? 3, 1, 900), at('Timeout'));
  set(resource, 'layers', layersOf(member), at('Layers'));
  const concurrency = property(member, 'ReservedConcurrentExecutions');
  set(resource, 'reservedConcurrency', integerIn(concurrency), concurrency?.place ?? member.place);
  const tracing = textOf(member, 'TracingConfig', 'Mode');
  set(resource, 'tracing', tracing === 'Active' ? true : undefined, at('TracingConfig'));
  if (tracing === 'PassThrough') settled.push('TracingConfig');
  const name = property(member, 'FunctionName');
  set(resource, 'physicalName', textProperty(draft, name, functionName), name?.place ?? member.place);
  becomes(draft, member, { kind: 'resource', id: resource.id }, settled);
}

function within(value: number, minimum: number, maximum: number): number | undefined {
  return value >= minimum && value <= maximum ? value : undefined;
}

function architectureOf(member: Member): string | undefined {
  const list = property(member, 'Architectures');
  const [only] = list?.kind === 'list' ? list.items.map(plainText) : [];
  return only === 'arm64' || only === 'x86_64' ? only : undefined;
}

function layersOf(member: Member): readonly string[] | undefined {
  const list = property(member, 'Layers');
  const layers = list?.kind === 'list' ? list.items.map((item) => plainText(item) ?? '') : [];
  const areKnown = layers.length > 0 && layers.every((layer) => matchesFormat(layer, layerArn));
  return areKnown && layers.length <= 5 && new Set(layers).size === layers.length ? layers : undefined;
}

/**
 * The runtime and the entry point. A runtime that Lambda rejects becomes its successor.
 * @returns the properties that are changed on purpose
 */
function readRuntime({ stack, entries }: Draft, member: Member, resource: DraftResource): readonly string[] {
  const [runtimeValue, handlerValue] = [property(member, 'Runtime'), property(member, 'Handler')];
  const [runtimePlace, handlerPlace] = [runtimeValue?.place ?? member.place, handlerValue?.place ?? member.place];
  const before = textByDefault(stack, runtimeValue) ?? usualRuntime;
  const status = runtimeStatus(before, tableDate);
  const isRejected = status?.kind === 'rejected';
  const runtime = (isRejected ? successorsOf(before)[0] : undefined) ?? before;
  const handler = textByDefault(stack, handlerValue) ?? '';
  // A program in Go is a custom runtime now, which runs a file of that name.
  const isGo = isRejected && before === 'go1.x';
  const entryPoint = isGo ? 'bootstrap' : handler;
  const format = entryPointFormat(runtime);
  const comment = runtime === before ? undefined : `Was ${before}, which Lambda no longer accepts for new functions.`;
  set(resource, 'runtime', runtime, runtimePlace, comment);
  set(resource, 'entryPoint', matchesFormat(entryPoint, format) ? entryPoint : 'index.handler', handlerPlace);
  if (!isRejected || runtime === before) return [];
  entries.push({
    kind: 'changed',
    what: `Runtime of ${resource.id}`,
    place: runtimePlace,
    before,
    after: runtime,
    why: 'Lambda no longer creates functions with the runtime.',
    todo: isGo ? 'Build the program as a file named bootstrap.' : 'Check whether the code and its packages run there.',
    resource: resource.id,
  });
  if (isGo && handler !== entryPoint) {
    const why = 'The runtime runs a file of that name.';
    const what = `Entry point of ${resource.id}`;
    entries.push({
      kind: 'changed',
      what,
      place: handlerPlace,
      before: handler,
      after: entryPoint,
      why,
      resource: resource.id,
    });
  }
  return isGo ? ['Runtime', 'Handler'] : ['Runtime'];
}

/** Where the code of the functions is, and the folders that it gets here. */
class CodePlaces {
  /** The IDs of the functions in each place outside of the project. */
  private readonly users = new Map<string, string[]>();

  constructor(private readonly draft: Draft) {
    for (const { id, type, member } of draft.plan.all) {
      const place = type === 'lambda-function' ? placeElsewhere(member) : undefined;
      if (place !== undefined) this.users.set(place, [...(this.users.get(place) ?? []), id]);
    }
  }

  /** The folder with the code of the function; undefined for the whole project. */
  folderOf({ member, id }: Planned): string | undefined {
    const code = property(member, 'Code');
    const inline = valueAt(code, 'ZipFile');
    if (inline) return this.inlineFolder(member, id);
    const own = localFolder(member) ?? this.ownFolder(member);
    if (own !== undefined) return own === '.' ? undefined : own;
    const place = placeElsewhere(member);
    if (place === undefined) return undefined;
    const users = this.users.get(place) ?? [];
    const [owner = id] = users;
    const folder = this.users.size === 1 ? undefined : owner;
    if (owner === id) {
      this.draft.entries.push({
        kind: 'changed',
        what: `Code of ${users.join(', ')}`,
        place: code?.place ?? member.place,
        before: place,
        after: folder === undefined ? 'the folder of the project file' : `the folder ${folder}`,
        why: 'A project file refers to the source code, which is uploaded when the project is deployed.',
        todo: `Put the code into ${folder === undefined ? 'the folder of the project file' : `the folder ${folder}, or change code`}.`,
        resource: id,
      });
    }
    return folder;
  }

  /** Of a template that was generated from a descriptor: the description of its parameter names the folder. */
  private ownFolder(member: Member): string | undefined {
    const key = soleReference(property(member, 'Code', 'S3Key'))?.id ?? '';
    const description = textAt(this.draft.stack.template.parameters, key, 'Description');
    const [, folder] = /^The key of the zip file with the content of (.+), the code of /s.exec(description ?? '') ?? [];
    return folder !== undefined && matchesFormat(folder, codeFolder) ? folder : undefined;
  }

  private inlineFolder(member: Member, id: string): string | undefined {
    const text = plainText(property(member, 'Code', 'ZipFile')) ?? wordsOf(property(member, 'Code', 'ZipFile'));
    const runtime = textByDefault(this.draft.stack, property(member, 'Runtime')) ?? '';
    const path = `${id}/index${extensionOf(runtime, text)}`;
    const place = property(member, 'Code')?.place ?? member.place;
    this.draft.files.push({ path, text: text.endsWith('\n') ? text : `${text}\n` });
    this.draft.entries.push({
      kind: 'changed',
      what: `Code of ${id}`,
      place,
      before: 'inline',
      after: path,
      why: 'A function has its code in files.',
      resource: id,
    });
    return id;
  }
}

function extensionOf(runtime: string, text: string): string {
  if (runtime.startsWith('python')) return '.py';
  if (runtime.startsWith('ruby')) return '.rb';
  return /^[ \t]*(?:import[\s'"{*]|export\s)/m.test(text) ? '.mjs' : '.js';
}

/** The folder with the code in that of the template, which is `.`; undefined if the code is not in it. */
function localFolder(member: Member): string | undefined {
  const folder = plainText(property(member, 'Code'))?.replace(/^\.\//, '').replace(/\/$/, '');
  if (folder === undefined || folder === '') return folder === undefined ? undefined : '.';
  return folder === '.' || matchesFormat(folder, codeFolder) ? folder : undefined;
}

/** The place in S3, or the path out of the folder; undefined for the place of every generated template. */
function placeElsewhere(member: Member): string | undefined {
  const local = plainText(property(member, 'Code'));
  if (local !== undefined) return localFolder(member) === undefined ? local : undefined;
  const [bucket, key] = [property(member, 'Code', 'S3Bucket'), property(member, 'Code', 'S3Key')];
  if (!bucket || soleReference(bucket)?.id === codeParameters.bucket) return undefined;
  return `s3://${wordsOf(bucket)}/${wordsOf(key)}`;
}
