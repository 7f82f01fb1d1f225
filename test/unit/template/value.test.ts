import { expect, test } from 'vitest';
import { getAtt, list, literal, map, ref, sub, subText } from '../../../server/src/template/value.ts';

test('inside Fn::Sub, text is literal, and a reference is replaced with its value', () => {
  const part = sub`${ref('Chat')}/\${Chat}`;
  expect(subText(sub`a ${'${b}'} ${getAtt('Send', 'Arn')} ${part} $`)).toBe('a ${!b} ${Send.Arn} ${Chat}/${!Chat} $');
});

test.each(['', 'plain', '$', '$HOME', '{a}', '${', '${}', 'a ${b c}', '${!a}'])('%j is a plain string', (text) =>
  expect(literal(text)).toBe(text),
);

test.each([
  ['${a${b}}', ['$', '{a$', '{b}}']],
  ['${a} ${', ['$', '{a} $', '{']],
  ['x $${!a}${b}', ['x $$', '{!a}$', '{b}']],
])('%j is joined from parts that no linter takes for a forgotten Fn::Sub', (text, parts) =>
  expect(literal(text)).toEqual(map({ 'Fn::Join': list('', list(...parts)) })),
);

test.each([
  ['${HOME}', '${!HOME}'],
  ['${AWS::Region} and ${Chat.Arn}', '${!AWS::Region} and ${!Chat.Arn}'],
  ['$${a}$', '$${!a}$'],
])('%j looks like a forgotten Fn::Sub, and is escaped in one', (text, escaped) => {
  const value = literal(text);
  expect(typeof value === 'object' && value.kind === 'sub' && subText(value)).toBe(escaped);
});
