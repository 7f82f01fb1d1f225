// Writes the generated files; with --check, only says which are out of step. What they are is in generate.ts.
import { importTypeScript } from '../import-typescript.mjs';

await importTypeScript('scripts/generate/generate.ts');
