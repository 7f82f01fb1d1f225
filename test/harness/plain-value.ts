// The values of files that an import reads, as plain values that a test can compare.
import type { SourceValue } from '../../server/src/import/source.ts';

export function plain(value: SourceValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
  }
}
