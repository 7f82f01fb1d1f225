// What a tool for agents is: its description and its input for the model, and a function from the input to the result. The
// editor offers the tools to its language models, and the command line by the Model Context Protocol.
import type { Analysis } from '../analysis.ts';
import { allOf, oneOf, quote } from '../wording.ts';

export interface Tool {
  readonly name: string;
  /** A few words for people. */
  readonly title: string;
  /** For the model: what it answers, and when to use it. */
  readonly description: string;
  readonly input: InputSchema;
  /** The JSON Schema of `data`. */
  readonly output: object;
  /** @throws {ToolError} */
  readonly run: (input: unknown, host: ToolHost) => Promise<ToolResult>;
}

/** The same twice, since some clients pass only one of them to the model. */
export interface ToolResult {
  readonly text: string;
  readonly data: object;
}

/** Where a tool gets the files that its input names. */
export interface ToolHost {
  /** @throws {ToolError} if the file cannot be read */
  readonly analyze: (file: string) => Promise<Analysis>;
  /** The page of a rule, in Markdown. Undefined if it is not installed. */
  readonly pageOf: (rule: string) => string | undefined;
}

/** There is no result. The message tells the model why. */
export class ToolError extends Error {}

/** The part of JSON Schema that describes the inputs. */
export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, InputField>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

type InputField = TextField | TextsField;

interface TextField {
  readonly type: 'string';
  readonly description: string;
  readonly enum?: readonly string[];
}

/** Texts by name. */
interface TextsField {
  readonly type: 'object';
  readonly description: string;
  readonly additionalProperties: { readonly type: 'string' };
}

/** The type of what such a schema describes. */
export type Input<S extends InputSchema> = {
  readonly [Name in keyof S['properties']]:
    FieldValue<S['properties'][Name]> | (Name extends S['required'][number] ? never : undefined);
};

type FieldValue<F extends InputField> = F extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : F extends TextField
    ? string
    : Readonly<Record<string, string>>;

interface Definition<S extends InputSchema> extends Omit<Tool, 'input' | 'run'> {
  readonly input: S;
  readonly run: (input: Input<S>, host: ToolHost) => Promise<ToolResult>;
}

/** Checks the input before it is used, and hides its type, so that all tools fit in one list. */
export function tool<const S extends InputSchema>({ run, ...definition }: Definition<S>): Tool {
  return {
    ...definition,
    run: async (input, host) => {
      if (!isInput(definition.input, input)) throw new ToolError(faultOf(definition.input, input) ?? '');
      return run(input, host);
    },
  };
}

function isInput<S extends InputSchema>(schema: S, input: unknown): input is Input<S> {
  return faultOf(schema, input) === undefined;
}

/** What is wrong with an input, in a sentence. Undefined if nothing is. */
export function faultOf({ properties, required }: InputSchema, input: unknown): string | undefined {
  if (!isRecord(input)) return 'The input must be an object.';
  const missing = required.find((name) => input[name] === undefined);
  if (missing !== undefined) return `The input has no ${quote(missing)}.`;
  for (const [name, value] of Object.entries(input)) {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!field) return `The input must not have ${quote(name)}, ${onlyThose(Object.keys(properties))}.`;
    if (value !== undefined && !isValue(field, value)) return `${quote(name)} must be ${nounOf(field)}.`;
  }
  return undefined;
}

function onlyThose(names: readonly string[]): string {
  return names.length > 0 ? `only ${allOf(names)}` : 'because the tool takes no input';
}

function isValue(field: InputField, value: unknown): boolean {
  if (field.type === 'string') return typeof value === 'string' && (field.enum?.includes(value) ?? true);
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}

function nounOf(field: InputField): string {
  if (field.type === 'object') return 'an object of strings';
  return field.enum ? oneOf(field.enum) : 'a string';
}

function isRecord(value: unknown): value is Readonly<Partial<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
