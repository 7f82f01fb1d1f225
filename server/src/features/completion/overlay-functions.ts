// Completion of CloudFormation's intrinsic functions, in their short form or, in JSON and as keys, in their long one.
import { intrinsicFunctions, type IntrinsicFunction } from '../../language/intrinsics.ts';
import { bareWord, choice, hole, inline, list, map, word, type Draft } from './draft.ts';
import { attributesIn, namesFor } from './overlay.ts';
import type { PlaceOf } from './place.ts';
import { SnippetBuilder, writeEntries, writeItem, type Offer } from './write-draft.ts';
import { t, translated } from '../../locale.ts';

type ValuePlace = PlaceOf<'template-value'>;

export function functionOffers(place: ValuePlace): Offer[] {
  return intrinsicFunctions.flatMap((one): Offer[] => {
    const argument = argumentOf(one.name, place);
    if (!argument) return [];
    const isShort = !place.isKey && !place.style.json;
    const label = isShort ? shortName(one.name) : one.name;
    return [
      {
        label,
        kind: 'draft',
        detail: t`function`,
        markdown: () => `${translated(one.docs)}\n\n${t`[AWS documentation](${one.link})`}`,
        insert: place.isKey
          ? asEntry(one, argument, place)
          : isShort
            ? asTag(label, argument, place)
            : asMap(one, argument, place),
      },
    ];
  });
}

function shortName(name: string): string {
  return `!${name.replace(/^Fn::/, '')}`;
}

function asTag(tag: string, argument: Draft, { style }: ValuePlace): SnippetBuilder {
  return new SnippetBuilder().text(`${tag} `).append(writeItem(argument, style, style.indent));
}

function asMap({ name }: IntrinsicFunction, argument: Draft, { style }: ValuePlace): SnippetBuilder {
  return writeItem(inline(map([word(name), argument])), style, style.indent);
}

function asEntry({ name }: IntrinsicFunction, argument: Draft, { style }: ValuePlace): SnippetBuilder {
  // Its colons need no quotes in YAML.
  const key = style.json ? word(name) : bareWord(name);
  return writeEntries([[key, argument]], style, style.indent);
}

/** The start of the function's argument; undefined if the function is not possible there. */
function argumentOf(name: string, { project, entry, wants, isKey, style }: ValuePlace): Draft | undefined {
  const names = (to: Parameters<typeof namesFor>[2]): readonly string[] =>
    namesFor(project, entry, to).map((one) => one.name);
  const isLogical = ['Fn::Equals', 'Fn::Not', 'Fn::And', 'Fn::Or', 'Condition'].includes(name);
  if (isLogical !== (wants === 'condition')) return undefined;
  const isCondition = entry.section === 'Conditions';
  const nested = (one: string, draft: Draft): Draft => inline(map([word(one), draft]));
  const equals = inline(list(hole('first'), hole('second')));
  switch (name) {
    case 'Ref': {
      // Those of AWS have colons, which need quotes only in some places.
      const all = names('value').filter((one) => !one.includes('::'));
      return all.length > 0 ? choice(all) : hole('AWS::Region');
    }
    case 'Fn::GetAtt': {
      const found = namesFor(project, entry, 'resource').find((one) => one.attributes?.length !== 0);
      const attributes = found ? attributesIn(found).map(({ value }) => value) : [];
      if (isCondition || !found) return undefined;
      const attribute = attributes.length > 0 ? attributes : ['Arn'];
      return style.json || isKey
        ? inline(list(word(found.name), choice(attribute)))
        : hole(`${found.name}.${attribute[0]}`);
    }
    case 'Fn::Sub':
      return hole('${AWS::StackName}');
    case 'Fn::Join':
      return inline(list(hole('-'), inline(list(hole('first'), hole('second')))));
    case 'Fn::If': {
      const all = names('condition');
      return isCondition || all.length === 0 ? undefined : inline(list(choice(all), hole('then'), hole('otherwise')));
    }
    case 'Fn::FindInMap': {
      const all = names('mapping');
      return all.length > 0 ? inline(list(choice(all), hole('first'), hole('second'))) : undefined;
    }
    case 'Fn::Select':
      return inline(list(hole('0'), nested('Fn::Split', inline(list(hole(','), hole('text'))))));
    case 'Fn::Split':
      return inline(list(hole(','), hole('text')));
    case 'Fn::Equals':
      return equals;
    case 'Fn::Not':
      return inline(list(nested('Fn::Equals', equals)));
    case 'Fn::And':
    case 'Fn::Or':
      return inline(list(nested('Fn::Equals', equals), nested('Fn::Equals', equals)));
    case 'Condition': {
      const all = names('condition');
      return all.length > 0 ? choice(all) : undefined;
    }
    case 'Fn::Base64':
    case 'Fn::ImportValue':
      return isCondition ? undefined : hole(name === 'Fn::Base64' ? 'text' : 'name');
    case 'Fn::GetAZs':
      return isCondition ? undefined : hole('eu-west-1');
    case 'Fn::Cidr':
      return isCondition ? undefined : inline(list(hole('10.0.0.0/16'), hole('4'), hole('8')));
    default:
      return undefined;
  }
}
