// The layers that a service makes of folders of its own, to which its functions refer by logical IDs.
import { quote } from '../../wording.ts';
import { valueAt } from '../source.ts';
import { normalName } from './naming.ts';
import type { Draft } from './draft.ts';
import { asMap, type Service } from './service.ts';
import { given, isFalse } from './values.ts';

export function addLayers({ sections, variables }: Service, draft: Draft): void {
  const section = asMap(sections.get('layers')?.value, 'Layers', variables, draft);
  for (const [name, { place, value }] of section?.entries ?? []) {
    const layer = asMap(value, `Layer ${quote(name)}`, variables, draft);
    if (!layer) continue;
    const retain = valueAt(layer, 'retain');
    if (retain && !isFalse(retain)) {
      draft.leaveOut(
        `${quote('retain')} of layer ${quote(name)}`,
        retain.place,
        'The versions of a layer are deleted with their stack.',
        'Add `DeletionPolicy: Retain` to the layer in `cloudformation`.',
      );
    }
    draft.add(`${normalName(name)}LambdaLayer`, 'AWS::Lambda::LayerVersion', place, {
      LayerName: given(valueAt(layer, 'name')) ?? name,
      Description: given(valueAt(layer, 'description')),
      LicenseInfo: given(valueAt(layer, 'licenseInfo')),
      CompatibleRuntimes: given(valueAt(layer, 'compatibleRuntimes')),
      CompatibleArchitectures: given(valueAt(layer, 'compatibleArchitectures')),
      Content: given(valueAt(layer, 'package', 'artifact')) ?? given(valueAt(layer, 'path')) ?? '.',
    });
  }
}
