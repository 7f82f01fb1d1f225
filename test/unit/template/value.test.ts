import { expect, test } from 'vitest';
import { getAtt, literal, ref, sub, subText } from '../../../server/src/template/value.ts';

test('inside Fn::Sub, text is literal, and a reference is replaced with its value', () => {
  const part = sub`${ref('Chat')}/\${Chat}`;
  expect(subText(sub`a ${'${b}'} ${getAtt('Send', 'Arn')} ${part} $`)).toBe('a ${!b} ${Send.Arn} ${Chat}/${!Chat} $');
});

test.each(['', 'plain', '$', '$HOME', '{a}', '${', '${}', 'a ${b c}', '${!a}', '${a${b}}', '${a} ${'])(
  '%j needs no Fn::Sub or is only safe without it',
  (text) => expect(literal(text)).toBe(text),
);

test.each([
  ['${HOME}', '${!HOME}'],
  ['${AWS::Region} and ${Chat.Arn}', '${!AWS::Region} and ${!Chat.Arn}'],
  ['$${a}$', '$${!a}$'],
])('%j looks like a forgotten Fn::Sub, and is escaped in one', (text, escaped) => {
  const value = literal(text);
  expect(typeof value === 'object' && value.kind === 'sub' && subText(value)).toBe(escaped);
});
