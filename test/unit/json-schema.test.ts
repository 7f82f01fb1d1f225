// The generated schema agrees with the rules, as far as a schema can express them, according to ajv.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../server/src/language/json-schema.ts';
import { arbitraryDescriptor } from '../harness/arbitrary-project.ts';
import { descriptorText } from '../harness/descriptor.ts';

const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(jsonSchema());
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');

function accepts(text: string): boolean {
  const data: unknown = parse(text);
  return validate(data);
}

test('the example is valid', () => {
  expect(accepts(example), JSON.stringify(validate.errors)).toBe(true);
});

test.each([
  ['operationMode: 1-way', 'operationMode: one-way'],
  ['type: websocket-api', 'type: web-socket-api'],
  ['routeSelectorProperty: action', 'routeSelector: action'],
  ['resources:', 'resource:'],
  ['name: Chat', 'name: 12'],
])('%s made %s is not', (right, wrong) => {
  expect(example).toContain(right);
  expect(accepts(example.replace(right, wrong))).toBe(false);
});

test('so is any valid descriptor', () => {
  fc.assert(
    fc.property(arbitraryDescriptor({ overlays: true }), (descriptor) => {
      expect(accepts(descriptorText(descriptor, 'json')), JSON.stringify(validate.errors)).toBe(true);
    }),
  );
});
