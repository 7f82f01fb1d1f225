// Writes the generated files or, with --check, fails if any is out of date.
import { importTypeScript } from '../import-typescript.mjs';

await importTypeScript('scripts/generate/rule-list.ts');
await importTypeScript('scripts/generate/generate.ts');
